import { expect, test } from 'vitest'
import { ScheduleSettings } from '@/lib/settings/schedule'
import { outdated, type Reading } from './freshness'

const now = new Date('2026-11-24T12:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)
const daily = ScheduleSettings.parse({ full: { every: 'day', at: '04:00' } })
const quick = ScheduleSettings.parse({ full: { every: 'day', at: '04:00' }, quick: { minutes: 15 } })
const everyTwoWeeks = ScheduleSettings.parse({
  full: { every: 'weeks', count: 2, at: '04:00' },
  startsOn: '2026-01-01',
})
const why = (hoursAgo: number, more: Partial<Reading> = {}) =>
  outdated({ state: 'active', schedule: daily, readAt: ago(hoursAgo), failed: false, ...more }, now)?.why ?? 'fresh'

test('what was read as often as was asked for is fresh, and one missed read is told of nobody', () => {
  expect([why(23), why(48), why(49)]).toEqual(['fresh', 'fresh', 'late'])
  expect([why(0.9, { schedule: quick }), why(1.1, { schedule: quick })]).toEqual(['fresh', 'late'])
  expect([why(27 * 24, { schedule: everyTwoWeeks }), why(29 * 24, { schedule: everyTwoWeeks })]).toEqual([
    'fresh',
    'late',
  ])
  expect([why(160, { schedule: null }), why(170, { schedule: null })]).toEqual(['fresh', 'unscheduled'])
})

test('a directory that could not be read since, or that waits for a correction, is told of at once', () => {
  expect(why(0.1, { failed: true })).toBe('failing')
  expect(why(0.1, { state: 'attention' })).toBe('attention')
  expect(outdated({ state: 'active', schedule: daily, readAt: ago(3), failed: true }, now)?.since).toEqual(ago(3))
})

test('a pause is why only when what is shown is old', () => {
  expect([why(1, { state: 'paused' }), why(1, { state: 'paused', failed: true })]).toEqual(['fresh', 'fresh'])
  expect(why(60, { state: 'paused' })).toBe('paused')
})

test('before the first complete read there is nothing to be old', () => {
  expect([why(0, { readAt: null, failed: true }), why(900, { state: 'draft' }), why(900, { state: 'ready' })]).toEqual([
    'fresh',
    'fresh',
    'fresh',
  ])
})
