import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { ScheduleSettings } from '@/lib/settings/schedule'
import { type Clock, dueTime, firstTime } from './due'
import { occurrences, type ScheduleKind } from './occurrences'
import { spreadOf } from './spread'

const times = env().ENROLLMENT_TEST_RUNS
const seed = 20261126
const spreadSeconds = 300
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const start = Date.parse('2027-01-01T00:00Z')

const schedules: ScheduleSettings[] = [
  { full: { every: 'day', at: '02:30' }, quick: { minutes: 15 } },
  { full: { every: 'day', at: '00:15' } },
  { full: { every: 'week', at: '01:59', days: ['saturday', 'sunday'] } },
  { full: { every: 'month', at: '23:45', day: 'last' } },
  { full: { every: 'days', at: '02:00', count: 2 }, startsOn: '2026-12-30' },
  { full: { every: 'hours', at: '00:00', count: 3 }, startsOn: '2026-12-30', quick: { minutes: 240 } },
].map(input => ScheduleSettings.parse(input))
const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Nuuk', 'Pacific/Chatham']

const aSchedule = fc.constantFrom(...schedules)
const aZone = fc.constantFrom(...zones)
const aKind = fc.constantFrom<ScheduleKind>('full', 'quick')
/** What happens between two looks: time passes, hardly or for weeks; a clock is put right; somebody edits. */
const anEvent = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constant('passes'), by: fc.integer({ min: 1, max: 30 * minute }) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('passes'), by: fc.integer({ min: hour, max: 40 * hour }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('passes'), by: fc.integer({ min: 2 * day, max: 40 * day }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('passes'), by: fc.integer({ min: -2 * hour, max: -1 }) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('edit'), settings: aSchedule, zone: aZone }) },
)
type Event = { what: string; by?: number; settings?: ScheduleSettings; zone?: string }
type Ran = { at: number; date: string | null; missed: number; now: number }

/** A connector's clock, as the worker keeps it: looked at after each event. */
function live(
  of: { settings: ScheduleSettings; kind: ScheduleKind; zone: string },
  events: readonly Event[],
  spread: number,
) {
  const ran: Ran[] = []
  let now = start
  let { settings, zone } = of
  const set = (last: Pick<Clock, 'lastFor' | 'lastDate'>): Clock => ({
    ...last,
    nextFor: firstTime({ ...of, settings, zone }, last, new Date(now))?.at ?? null,
  })
  let clock = set({ lastFor: null, lastDate: null })
  for (const event of events) {
    if (event.settings) {
      settings = event.settings
      zone = event.zone ?? zone
      clock = set(clock)
    }
    now += event.by ?? 0
    const due = dueTime({ ...of, settings, zone }, clock, { now: new Date(now), spread })
    if (!due) continue
    const { at, date } = due.occurrence
    ran.push({ at: at.getTime(), date, missed: due.missed, now })
    clock = { nextFor: due.next?.at ?? null, lastFor: at, lastDate: date ?? clock.lastDate }
  }
  return ran
}

test('whatever clocks do and whoever edits: no time runs twice, no day has two runs, and none runs early', () => {
  let runs = 0
  fc.assert(
    fc.property(
      aSchedule,
      aZone,
      aKind,
      fc.array(anEvent, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 0, max: spreadSeconds * 1000 }),
      (settings, zone, kind, events, spread) => {
        const ran = live({ settings, kind, zone }, events, spread)
        runs += ran.length
        expect(new Set(ran.map(one => one.at)).size).toBe(ran.length)
        const dates = ran.flatMap(({ date }) => date ?? [])
        expect(new Set(dates).size).toBe(dates.length)
        for (const one of ran) expect(one.at + spread).toBeLessThanOrEqual(one.now)
      },
    ),
    { numRuns: 600 * times, seed },
  )
  expect(runs).toBeGreaterThan(1_000)
})

test('every time that passed has its run or is counted as missed by the one that came late', () => {
  const passing = anEvent.filter(event => event.what === 'passes' && 'by' in event && event.by > 0)
  fc.assert(
    fc.property(aSchedule, aZone, aKind, fc.array(passing, { maxLength: 30 }), (settings, zone, kind, events) => {
      const of = { settings, kind, zone }
      const ran = live(of, events, 0)
      const end = start + events.reduce((sum, event) => sum + ('by' in event ? event.by : 0), 0)
      let passed = 0
      for (const { at } of occurrences(settings, kind, zone, new Date(start))) {
        if (at.getTime() > end) break
        passed++
      }
      expect(ran.reduce((sum, { missed }) => sum + 1 + missed, 0)).toBe(passed)
    }),
    { numRuns: 300 * times, seed },
  )
})

test('after three days without a worker a daily schedule runs once, and says that two were missed', () => {
  const of = {
    settings: ScheduleSettings.parse({ full: { every: 'day', at: '04:00' } }),
    kind: 'full',
    zone: 'UTC',
  } as const
  const clock = { nextFor: new Date('2027-01-02T04:00Z'), lastFor: null, lastDate: null }
  const due = dueTime(of, clock, { now: new Date('2027-01-04T05:00Z'), spread: 0 })
  expect(due).toMatchObject({ missed: 2, occurrence: { date: '2027-01-04' }, next: { date: '2027-01-05' } })
})

test('many connectors with the same schedule begin evenly within the window, each always at the same distance', () => {
  const spreads = Array.from({ length: 1_000 }, (_, index) => spreadOf(`connector-${index}`, spreadSeconds))
  expect(spreadOf('connector-7', spreadSeconds)).toBe(spreads[7])
  for (let part = 0; part < 10; part++) {
    const inPart = spreads.filter(one => Math.floor(one / (spreadSeconds * 100)) === part)
    expect(inPart.length).toBeGreaterThan(60)
  }
  expect(Math.max(...spreads)).toBeLessThan(spreadSeconds * 1000)
})
