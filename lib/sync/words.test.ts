import { expect, test } from 'vitest'
import causeWords from '@/lib/words/en/problems.json'
import words from '@/lib/words/en/sync.json'
import traceWords from '@/lib/words/en/trace.json'
import { changeKinds, holdCodes, noticeCodes, problemCodes, reasonCodes } from './change'
import { mappingFaultCodes } from './check-mapping'
import { expressionFaultCodes } from './expression/fault'
import { inclusionFaultCodes } from './inclusion/check-inclusion'
import { runStates } from './run-state'
import { traceCodes } from './trace'
import { traceStages } from './trace-stage'

test('every code of this room has its sentence, and no sentence is left over', () => {
  const codes = [
    ...reasonCodes,
    ...problemCodes,
    ...holdCodes,
    ...noticeCodes,
    ...expressionFaultCodes,
    ...mappingFaultCodes,
    ...inclusionFaultCodes,
    ...changeKinds.map(kind => `kind-${kind}`),
    ...runStates.map(state => `state-${state}`),
  ]
  expect(Object.keys(words).sort()).toEqual(codes.sort())
})

test('every stage and every code of a trace has its sentence, and no sentence is left over', () => {
  const codes = [...traceCodes, ...traceStages.map(stage => `stage-${stage}`)]
  expect(Object.keys(traceWords).sort()).toEqual(codes.sort())
})

test('every problem has a sentence for all whom it concerns, with its remedy', () => {
  expect(Object.keys(causeWords).sort()).toEqual(problemCodes.toSorted())
})
