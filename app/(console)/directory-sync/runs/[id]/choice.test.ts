import { expect, test } from 'vitest'
import { choosing, isChosen } from './choice'

test('rows are chosen from none and left out of all, and back', () => {
  const none = { only: [] }
  const all = { without: [] }
  expect([isChosen(none, 'a'), isChosen(all, 'a')]).toEqual([false, true])
  const one = choosing(none, 'a', true)
  expect([isChosen(one, 'a'), isChosen(one, 'b')]).toEqual([true, false])
  const others = choosing(all, 'a', false)
  expect([isChosen(others, 'a'), isChosen(others, 'b')]).toEqual([false, true])
  expect(choosing(one, 'a', false)).toEqual(none)
  expect(choosing(others, 'a', true)).toEqual(all)
})
