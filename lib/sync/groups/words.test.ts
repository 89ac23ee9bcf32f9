import { expect, test } from 'vitest'
import words from '@/lib/words/en/groups.json'
import { groupReasonCodes } from './group-change'

test('every reason has its sentence, and no sentence is left over', () => {
  expect(Object.keys(words).sort()).toEqual([...groupReasonCodes].sort())
})
