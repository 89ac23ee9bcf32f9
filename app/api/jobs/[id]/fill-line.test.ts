import { expect, test } from 'vitest'
import { fillLine } from './fill-line'

const line = (missing: number, people: number, more: { staysEmpty?: boolean; partial?: boolean } = {}) =>
  fillLine({ name: 'title', missing, staysEmpty: more.staysEmpty ?? true }, { people, partial: more.partial ?? false })

test('how many have a value is said, and for how many the field would be empty', () => {
  expect(line(21, 1209)).toBe('98.3 % of 1,209 people have it. The directory has nothing for 21 people (1.7 %).')
  expect(line(0, 1)).toBe('100 % of 1 person has it.')
})

test('where something stands in for a missing value, nothing is said to be empty', () => {
  expect(line(21, 1209, { staysEmpty: false })).toBe('98.3 % of 1,209 people have it.')
})

test('one who is missing is never rounded away, nor one who has it', () => {
  expect(line(1, 90_000)).toBe('99.9 % of 90,000 people have it. The directory has nothing for 1 person (0.1 %).')
  expect(line(89_999, 90_000)).toBe(
    '0.1 % of 90,000 people have it. The directory has nothing for 89,999 people (99.9 %).',
  )
})

test('of a directory that was not read to its end only the first people are spoken of', () => {
  expect(line(0, 200_000, { partial: true })).toBe('100 % of the first 200,000 people have it.')
})

test('nothing is said where nobody was read', () => {
  expect(line(0, 0)).toBeNull()
})
