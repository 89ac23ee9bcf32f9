import { expect, test } from 'vitest'
import { shownPages } from './shown-pages'

test('few pages are all shown', () => {
  expect(shownPages(1, 2)).toEqual([1, 2])
  expect(shownPages(3, 5)).toEqual([1, 2, 3, 4, 5])
})

test('of many pages the first, the last and those beside the present one are shown', () => {
  expect(shownPages(1, 9)).toEqual([1, 2, null, 9])
  expect(shownPages(5, 9)).toEqual([1, null, 4, 5, 6, null, 9])
  expect(shownPages(2_000, 2_000)).toEqual([1, null, 1_999, 2_000])
})

test('a single page is shown rather than left out', () => {
  expect(shownPages(4, 9)).toEqual([1, 2, 3, 4, 5, null, 9])
})
