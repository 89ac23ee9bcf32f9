import { expect, test } from 'vitest'
import words from '@/lib/words/en/sync.json'
import { changeKinds, holdCodes, noticeCodes, problemCodes, reasonCodes } from './change'
import { mappingFaultCodes } from './check-mapping'
import { expressionFaultCodes } from './expression/fault'
import { runStates } from './run-state'

test('every code of this room has its sentence, and no sentence is left over', () => {
  const codes = [
    ...reasonCodes,
    ...problemCodes,
    ...holdCodes,
    ...noticeCodes,
    ...expressionFaultCodes,
    ...mappingFaultCodes,
    ...changeKinds.map(kind => `kind-${kind}`),
    ...runStates.map(state => `state-${state}`),
  ]
  expect(Object.keys(words).sort()).toEqual(codes.sort())
})
