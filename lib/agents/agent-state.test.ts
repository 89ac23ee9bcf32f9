import { expect, test } from 'vitest'
import { agentState } from './agent-state'

const now = new Date('2026-11-26T12:00:00Z')
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

test.each([
  [0, 'connected'],
  [180, 'connected'],
  [181, 'late'],
  [600, 'late'],
  [601, 'offline'],
] as const)('an agent that has been silent for %i seconds is %s', (seconds, state) => {
  expect(agentState(ago(seconds), now, 10)).toBe(state)
})

test('an agent that was never in touch is not called offline', () => {
  expect(agentState(null, now, 10)).toBe('never')
})

test('a clock that was set back makes nobody late', () => {
  expect(agentState(ago(-3600), now, 10)).toBe('connected')
})

test('after how many minutes an agent is offline is for the operator to say, and nobody is late any more by then', () => {
  expect(agentState(ago(90), now, 1)).toBe('offline')
  expect(agentState(ago(59), now, 1)).toBe('connected')
  expect(agentState(ago(29 * 60), now, 30)).toBe('late')
})
