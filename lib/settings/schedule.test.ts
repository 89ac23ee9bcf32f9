import { expect, test } from 'vitest'
import { ScheduleSettings } from './schedule'

const codes = (input: unknown) => {
  const parsed = ScheduleSettings.safeParse(input)
  return parsed.success ? [] : parsed.error.issues.map(({ message, path }) => [message, path.join('.')])
}
const daily = { every: 'day', at: '04:00' }

test.each([
  ['a time that is none', { full: { every: 'day', at: '24:00' } }, ['time-invalid', 'full.at']],
  ['no day of the week', { full: { every: 'week', at: '04:00', days: [] } }, ['days-missing', 'full.days']],
  ['a day that no month has', { full: { every: 'month', at: '04:00', day: 32 } }, ['day-of-month-invalid', 'full.day']],
  [
    'less than an hour between full runs',
    { full: { every: 'hours', at: '04:00', count: 0 }, startsOn: '2027-01-01' },
    ['count-invalid', 'full.count'],
  ],
  [
    'less than five minutes between quick runs',
    { full: daily, quick: { minutes: 4 } },
    ['quick-too-often', 'quick.minutes'],
  ],
  [
    'every ten days without a first one',
    { full: { every: 'days', at: '04:00', count: 10 } },
    ['start-date-missing', 'startsOn'],
  ],
  [
    'quiet hours that end when they begin',
    { full: daily, quietHours: { from: '08:00', to: '08:00' } },
    ['quiet-hours-empty', 'quietHours.to'],
  ],
  [
    'quiet hours in which every run falls, so that nobody would ever be removed',
    { full: daily, quietHours: { from: '22:00', to: '06:00' } },
    ['quiet-hours-cover-everything', 'quietHours.from'],
  ],
  [
    'the same of hours',
    {
      full: { every: 'hours', at: '03:30', count: 12 },
      startsOn: '2027-01-01',
      quietHours: { from: '03:00', to: '16:00' },
    },
    ['quiet-hours-cover-everything', 'quietHours.from'],
  ],
  ['a date that does not exist', { full: daily, startsOn: '2027-02-30' }, ['date-invalid', 'startsOn']],
])('%s is refused', (_, input, problem) => {
  expect(codes(input)).toEqual([problem])
})

test('what is left out has its default, and days are in their order', () => {
  expect(
    ScheduleSettings.parse({ full: { every: 'week', at: '04:00', days: ['sunday', 'monday', 'sunday'] } }),
  ).toEqual({
    full: { every: 'week', at: '04:00', days: ['monday', 'sunday'] },
    quick: null,
    quietHours: null,
    startsOn: null,
  })
})

test('there is no way to write a schedule in free text', () => {
  expect(codes({ full: '*/5 * * * *' })).toHaveLength(1)
  expect(codes({ full: { every: 'cron', pattern: '* * * * *' } })).toHaveLength(1)
})
