import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { env } from '@/lib/env'
import { weekdays } from '@/lib/settings/choices'
import { ScheduleSettings } from '@/lib/settings/schedule'
import { nextTimes } from './due'
import { occurrences, type ScheduleKind } from './occurrences'
import { isQuiet } from './quiet-hours'
import { isTimeZone } from './zone'

const times = env().ENROLLMENT_TEST_RUNS
const seed = 20261126
const day = 86_400_000

const nextOccurrences = (
  schedule: ScheduleSettings,
  kind: ScheduleKind,
  zone: string,
  range: { after: Date; count: number },
) => nextTimes({ settings: schedule, kind, zone }, { lastDate: null }, range)
const settings = (input: unknown) => ScheduleSettings.parse(input)
const daily = (at: string) => settings({ full: { every: 'day', at } })

function next(schedule: ScheduleSettings, zone: string, after: string, count = 3, kind: 'full' | 'quick' = 'full') {
  return nextOccurrences(schedule, kind, zone, { after: new Date(after), count }).map(({ at }) => at.toISOString())
}

describe('daylight saving', () => {
  test('a time that does not exist runs at the next one that does', () => {
    const found = nextOccurrences(daily('02:30'), 'full', 'America/New_York', {
      after: new Date('2027-03-13T00:00Z'),
      count: 3,
    })
    expect(found.map(({ at, occurs }) => [at.toISOString(), occurs])).toEqual([
      ['2027-03-13T07:30:00.000Z', 'once'],
      ['2027-03-14T07:00:00.000Z', 'gap'],
      ['2027-03-15T06:30:00.000Z', 'once'],
    ])
  })

  test('a time that occurs twice runs once, the first time', () => {
    const found = nextOccurrences(daily('01:30'), 'full', 'America/New_York', {
      after: new Date('2027-11-07T00:00Z'),
      count: 2,
    })
    expect(found.map(({ at, occurs }) => [at.toISOString(), occurs])).toEqual([
      ['2027-11-07T05:30:00.000Z', 'fold'],
      ['2027-11-08T06:30:00.000Z', 'once'],
    ])
  })

  test('a change at midnight takes no day its run: in Nuuk clocks go from 23:00 to 00:00', () => {
    expect(next(daily('23:30'), 'America/Nuuk', '2027-03-27T12:00Z')).toEqual([
      '2027-03-28T01:00:00.000Z',
      '2027-03-29T00:30:00.000Z',
      '2027-03-30T00:30:00.000Z',
    ])
  })

  test('a day that a zone left out has no run: Samoa had no 30 December 2011', () => {
    const found = nextOccurrences(daily('02:30'), 'full', 'Pacific/Apia', {
      after: new Date('2011-12-28T13:00Z'),
      count: 3,
    })
    expect(found.map(({ date }) => date)).toEqual(['2011-12-29', '2011-12-31', '2012-01-01'])
  })

  test('hours keep ticking while clocks change', () => {
    const hourly = settings({ full: { every: 'hours', count: 6, at: '00:00' }, startsOn: '2027-03-13' })
    expect(next(hourly, 'Europe/Berlin', '2027-03-27T22:59Z', 4)).toEqual([
      '2027-03-27T23:00:00.000Z',
      '2027-03-28T05:00:00.000Z',
      '2027-03-28T11:00:00.000Z',
      '2027-03-28T17:00:00.000Z',
    ])
  })
})

describe('the calendar', () => {
  const on = (full: object, after: string, count = 4, startsOn: string | null = null) =>
    nextOccurrences(settings({ full: { at: '04:00', ...full }, startsOn }), 'full', 'UTC', {
      after: new Date(after),
      count,
    }).map(({ date }) => date)

  test('weekly runs on its days', () => {
    expect(on({ every: 'week', days: ['friday', 'monday'] }, '2026-11-26T00:00Z')).toEqual([
      '2026-11-27',
      '2026-11-30',
      '2026-12-04',
      '2026-12-07',
    ])
  })

  test('monthly runs on its day, or on the last one of a month that does not have it', () => {
    const after = '2027-01-31T05:00Z'
    expect(on({ every: 'month', day: 30 }, after)).toEqual(['2027-02-28', '2027-03-30', '2027-04-30', '2027-05-30'])
    expect(on({ every: 'month', day: 'last' }, after, 3)).toEqual(['2027-02-28', '2027-03-31', '2027-04-30'])
    expect(on({ every: 'month', day: 29 }, '2028-02-28T05:00Z', 1)).toEqual(['2028-02-29'])
    expect(on({ every: 'month', day: 5 }, '2027-01-05T03:00Z', 2)).toEqual(['2027-01-05', '2027-02-05'])
    expect(on({ every: 'month', day: 5 }, '2027-01-05T04:00Z', 1)).toEqual(['2027-02-05'])
  })

  test('every so many days and weeks counts from the start date', () => {
    expect(on({ every: 'days', count: 10 }, '2027-01-01T00:00Z', 3, '2026-12-20')).toEqual([
      '2027-01-09',
      '2027-01-19',
      '2027-01-29',
    ])
    expect(on({ every: 'weeks', count: 2 }, '2027-01-01T00:00Z', 2, '2026-12-21')).toEqual(['2027-01-04', '2027-01-18'])
  })

  test('nothing runs before the start date', () => {
    expect(on({ every: 'day' }, '2026-11-26T00:00Z', 1, '2027-02-03')).toEqual(['2027-02-03'])
    expect(on({ every: 'month', day: 1 }, '2026-11-26T00:00Z', 1, '2027-02-03')).toEqual(['2027-03-01'])
    const quick = settings({ full: { every: 'day', at: '04:00' }, quick: { minutes: 15 }, startsOn: '2027-02-03' })
    expect(next(quick, 'UTC', '2026-11-26T00:00Z', 1, 'quick')).toEqual(['2027-02-03T04:15:00.000Z'])
  })

  test('quiet hours go by the wall, past midnight too', () => {
    const quiet = settings({ full: { every: 'day', at: '12:00' }, quietHours: { from: '22:00', to: '06:00' } })
    const at = (time: string) => isQuiet(quiet, 'Europe/Berlin', new Date(time))
    expect([
      at('2027-07-01T20:00Z'),
      at('2027-07-01T19:59Z'),
      at('2027-07-01T03:59Z'),
      at('2027-07-01T04:00Z'),
    ]).toEqual([true, false, true, false])
  })
})

const zones = Intl.supportedValuesOf('timeZone')
const twoDigits = (most: number) => fc.integer({ min: 0, max: most }).map(value => String(value).padStart(2, '0'))
// Most zones change their clocks early in the morning.
const aTime = fc.tuple(fc.oneof(twoDigits(23), twoDigits(3)), twoDigits(59)).map(parts => parts.join(':'))
const aZone = fc.constantFrom(...zones, 'UTC')
const aMoment = fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2035, 11) })
const aDate = aMoment.map(at => new Date(at).toISOString().slice(0, 10))
const aCalendar = fc.oneof(
  fc.record({ every: fc.constant('day'), at: aTime }),
  fc.record({ every: fc.constant('week'), at: aTime, days: fc.subarray([...weekdays], { minLength: 1 }) }),
  fc.record({
    every: fc.constant('month'),
    at: aTime,
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last')),
  }),
  fc.record({ every: fc.constant('days'), at: aTime, count: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ every: fc.constant('weeks'), at: aTime, count: fc.integer({ min: 1, max: 5 }) }),
)

/** What the platform's own calendar says, by asking each date whether it is one and Temporal for its moment. */
function byHand(schedule: ScheduleSettings, zone: string, after: number, days: number): string[] {
  const found: string[] = []
  const { full, startsOn } = schedule
  const first = Temporal.Instant.fromEpochMilliseconds(after)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .subtract({ days: 2 })
  for (let index = 0; index < days; index++) {
    const date = first.add({ days: index })
    if (startsOn !== null && date.toString() < startsOn) continue
    if (!isItsDay(full, startsOn, date)) continue
    const at = momentByHand(date, full.at, zone)
    if (at !== null && at > after) found.push(`${date} ${new Date(at).toISOString()}`)
  }
  return found
}

function isItsDay(full: ScheduleSettings['full'], startsOn: string | null, date: Temporal.PlainDate): boolean {
  const since = Temporal.PlainDate.from(startsOn ?? '2020-01-01').until(date).days
  if (full.every === 'week') return full.days.includes(weekdays[date.dayOfWeek - 1] ?? 'monday')
  if (full.every === 'month')
    return date.day === (full.day === 'last' ? date.daysInMonth : Math.min(full.day, date.daysInMonth))
  if (full.every === 'days') return since >= 0 && since % full.count === 0
  if (full.every === 'weeks') return since >= 0 && since % (7 * full.count) === 0
  return true
}

function momentByHand(date: Temporal.PlainDate, time: string, zone: string): number | null {
  const meant = date.toPlainDateTime(Temporal.PlainTime.from(time))
  const earlier = meant.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(meant)) return earlier.epochMilliseconds
  const change = earlier.getTimeZoneTransition('next')
  const lastOfDay = date.toPlainDateTime(Temporal.PlainTime.from('00:00')).toZonedDateTime(zone)
  const exists = lastOfDay.toPlainDate().equals(date)
  return change && exists ? change.epochMilliseconds : null
}

test('every schedule runs once on each of its days, at its time or the next that exists, in every zone', () => {
  let moved = 0
  fc.assert(
    fc.property(aCalendar, aZone, aMoment, fc.option(aDate), (full, zone, after, date) => {
      const startsOn = date ?? (full.every === 'days' || full.every === 'weeks' ? '2026-01-05' : null)
      const schedule = settings({ full, startsOn })
      const expected = byHand(schedule, zone, after, 500).slice(0, 12)
      const found = nextOccurrences(schedule, 'full', zone, { after: new Date(after), count: expected.length || 1 })
      moved += found.filter(({ occurs }) => occurs !== 'once').length
      expect(found.slice(0, expected.length).map(one => `${one.date} ${one.at.toISOString()}`)).toEqual(expected)
    }),
    { numRuns: 400 * times, seed },
  )
  expect(moved).toBeGreaterThan(0)
})

test('around every change of every zone from 2025 to 2035, each local day has exactly one run', () => {
  let changes = 0
  const kinds = { once: 0, gap: 0, fold: 0 }
  for (const zone of zones) {
    for (const change of changesOf(zone)) {
      changes++
      const last = Temporal.Instant.fromEpochMilliseconds(change - 1)
        .toZonedDateTimeISO(zone)
        .toPlainTime()
      // In the middle of what the change leaves out or repeats.
      for (const around of [-31, 29]) {
        const schedule = daily(last.add({ minutes: around }).toString().slice(0, 5))
        const after = change - 2 * day
        const found = nextOccurrences(schedule, 'full', zone, { after: new Date(after), count: 5 })
        for (const { occurs } of found) kinds[occurs]++
        expect(found.map(one => `${one.date} ${one.at.toISOString()}`)).toEqual(
          byHand(schedule, zone, after, 9).slice(0, 5),
        )
      }
    }
  }
  expect(changes).toBeGreaterThan(1_000)
  expect(Math.min(kinds.gap, kinds.fold)).toBeGreaterThan(1_000)
})

function* changesOf(zone: string): Generator<number> {
  const last = Temporal.PlainDate.from('2036-01-01').toZonedDateTime(zone).epochMilliseconds
  let at = Temporal.PlainDate.from('2025-01-01').toZonedDateTime(zone).getTimeZoneTransition('next')
  for (; at && at.epochMilliseconds < last; at = at.getTimeZoneTransition('next')) yield at.epochMilliseconds
}

test('what ticks keeps its distance, and its phase from the start date', () => {
  const hours = fc.integer({ min: 1, max: 168 })
  fc.assert(
    fc.property(
      hours,
      fc.integer({ min: 5, max: 1440 }),
      aTime,
      aDate,
      aZone,
      aMoment,
      (count, minutes, at, startsOn, zone, after) => {
        const schedule = settings({ full: { every: 'hours', count, at }, quick: { minutes }, startsOn })
        for (const [kind, distance] of [
          ['full', count * 3_600_000],
          ['quick', minutes * 60_000],
        ] as const) {
          const found = nextOccurrences(schedule, kind, zone, { after: new Date(after), count: 4 }).map(one =>
            one.at.getTime(),
          )
          expect(found[0]).toBeGreaterThan(after)
          expect(found.slice(1).map((one, index) => one - (found[index] ?? 0))).toEqual([distance, distance, distance])
          const earlier = nextOccurrences(schedule, kind, zone, { after: new Date(after - distance), count: 2 })
          expect(earlier.some(one => one.at.getTime() === found[0])).toBe(true)
        }
      },
    ),
    { numRuns: 300 * times, seed },
  )
})

test('a schedule without quick runs has none', () => {
  expect([...occurrences(daily('04:00'), 'quick', 'UTC', new Date())]).toEqual([])
})

test('zones are names of the IANA database, not offsets that somebody made up', () => {
  expect([isTimeZone('Europe/Berlin'), isTimeZone('UTC'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([
    true,
    true,
    false,
    false,
  ])
})
