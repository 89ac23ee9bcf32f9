import { expect, test } from 'vitest'
import { busiest, dayText, everyDay } from './every-day'

const day = (name: string, added = 0) => ({
  ...{ day: name, runs: 1, added, updated: 0, deactivated: 0, problems: 0, held: 0, failed: 0 },
})

test('every day up to today is there, over the end of a month and a change of clocks, also those without a run', () => {
  const days = everyDay([day('2026-10-25', 4)], { today: '2026-11-02', days: 10 })
  expect(days.map(one => one.day)).toEqual(
    [24, 25, 26, 27, 28, 29, 30, 31].map(date => `2026-10-${date}`).concat('2026-11-01', '2026-11-02'),
  )
  expect(days.map(one => one.runs)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0])
  expect(dayText('2026-11-24')).toBe('Tue, Nov 24')
})

test('the busiest day is the one with the most changes, and none where nothing changed', () => {
  expect(busiest([day('2026-11-01', 3), day('2026-11-02', 9), day('2026-11-03', 9)])?.day).toBe('2026-11-02')
  expect(busiest([day('2026-11-01')])).toBeNull()
})
