import { expect, test } from 'vitest'
import { MessengerFault, type MessengerFaultCode } from './fault'
import { pauseAfter } from './session'

const seconds = (code: MessengerFaultCode, asked: number | null = null) =>
  Array.from({ length: 12 }, (_, failures) => pauseAfter(new MessengerFault(code, null, asked), failures))

test('each failure in a row is waited for longer than the one before, and none longer than half an hour', () => {
  const waits = seconds('scim-unreachable')
  expect(waits.slice(0, 4)).toEqual([15, 30, 60, 120])
  expect(waits).toEqual([...waits].sort((one, other) => one - other))
  expect(waits.at(-1)).toBe(1800)
})

test('whoever says how long is asked again then, however often it failed', () => {
  expect(new Set(seconds('scim-rate-limited', 7))).toEqual(new Set([7]))
  expect(seconds('scim-rate-limited')[0]).toBe(15)
})

test('what does not pass by itself is asked again once an hour', () => {
  expect(new Set(seconds('scim-token-refused'))).toEqual(new Set([3600]))
})
