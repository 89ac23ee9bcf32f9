import { expect, test } from 'vitest'
import { unmetCondition } from './unmet-condition'

const attributes = [
  { written: 'TITLE', name: 'title', syntax: 'text' as const },
  { written: 'department', name: 'department', syntax: 'text' as const },
  { written: 'objectSid', name: 'objectSid', syntax: 'sid' as const },
]
const why = (filter: string, values: Record<string, string[]>) =>
  unmetCondition({ filter, attributes })({ attributes: values })

test('of several conditions the first that is not met is told, with what the record has', () => {
  expect(why('(&(department=Sales)(TITLE=Dr.))', { Department: ['Sales'], title: ['Prof.'] })).toEqual({
    ...{ condition: '(TITLE=Dr.)', attribute: 'title', values: ['Prof.'] },
  })
  expect(why('(&(department=Sales)(&(TITLE=*)(department=S*)))', { department: ['Sales'] })).toEqual({
    ...{ condition: '(TITLE=*)', attribute: 'title', values: [] },
  })
})

test('a condition that is turned round tells the value that meets it', () => {
  expect(why('(!(department=Sales))', { department: ['Sales'] })).toEqual({
    ...{ condition: '(!(department=Sales))', attribute: 'department', values: ['Sales'] },
  })
})

test('where any of several would do, the whole is told and no single value', () => {
  const filter = '(|(department=Sales)(TITLE=Dr.))'
  expect(why(filter, { title: ['Prof.'] })).toEqual({ condition: filter, attribute: null, values: [] })
})

test('values that say nothing to a reader are not told, and of many or long ones only the beginning', () => {
  expect(why('(objectSid=S-1-5-7)', { objectSid: ['S-1-5-8'] })).toMatchObject({ attribute: null, values: [] })
  const titles = ['a', 'b', 'c', 'd'].map(letter => letter.repeat(500))
  expect(why('(TITLE=Dr.)', { title: titles }).values).toEqual(['a', 'b', 'c'].map(letter => letter.repeat(100)))
})

test('a character is told whole or not at all: no database takes the half of one', () => {
  expect(why('(TITLE=Dr.)', { title: [`${'a'.repeat(99)}😀 and more`] }).values).toEqual(['a'.repeat(99)])
})
