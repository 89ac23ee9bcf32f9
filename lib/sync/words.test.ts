import { expect, test } from 'vitest'
import words from '@/lib/words/en/sync.json'
import { changeKinds, holdCodes, problemCodes, reasonCodes } from './change'
import { runStates } from './run-state'

test('every code of this room has its sentence, and no sentence is left over', () => {
  const codes = [
    ...reasonCodes,
    ...problemCodes,
    ...holdCodes,
    ...changeKinds.map(kind => `kind-${kind}`),
    ...runStates.map(state => `state-${state}`),
  ]
  expect(Object.keys(words).sort()).toEqual(codes.sort())
})
