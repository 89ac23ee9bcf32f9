import { expect, test } from 'vitest'
import { choose, countSelected, isSelected, nothing, type Selection, underFilter } from './selection'

const matching: Selection = { mode: 'matching', filter: 'q=ada', count: 1_204, except: [] }

test('rows of several pages are selected together, and each can be taken out again', () => {
  const both = choose(choose(nothing, ['a', 'b'], true), ['b', 'c'], true)
  expect(countSelected(both)).toBe(3)
  expect(['a', 'b', 'c', 'd'].map(id => isSelected(both, id))).toEqual([true, true, true, false])
  expect(countSelected(choose(both, ['a', 'b', 'c'], false))).toBe(0)
})

test('all that match are selected but the exceptions, however often a row is taken out or put back', () => {
  const without = choose(choose(matching, ['a', 'b'], false), ['b'], false)
  expect(countSelected(without)).toBe(1_202)
  expect([isSelected(without, 'a'), isSelected(without, 'z')]).toEqual([false, true])
  expect(countSelected(choose(without, ['a'], true))).toBe(1_203)
})

test('another filter keeps rows chosen one by one, and ends what was said of all that matched', () => {
  const some = choose(nothing, ['a'], true)
  expect(underFilter(some, 'q=ben')).toBe(some)
  expect(underFilter(matching, 'q=ada')).toBe(matching)
  expect(countSelected(underFilter(matching, 'q=ben'))).toBe(0)
})
