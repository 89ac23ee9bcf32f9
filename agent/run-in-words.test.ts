import { expect, test } from 'vitest'
import type { RunSeen } from '@/lib/agent-protocol/run-messages'
import { historyLines, progressLine, reportLines } from './run-in-words'

const nobody = {
  ...{ read: 0, added: 0, linked: 0, updated: 0, reactivated: 0, deactivatedRead: 0, released: 0, unchanged: 0 },
  ...{ skipped: 0, heldRead: 0, failedRead: 0, notRead: 0, suspected: 0, deactivatedAbsent: 0, leftAlone: 0 },
  ...{ heldAbsent: 0, failedAbsent: 0, problems: 0 },
}

test('a report is two sums whose parts add up; parts of nobody are not listed', () => {
  expect(reportLines({ ...nobody, read: 12, added: 1, unchanged: 11, notRead: 2, suspected: 2 })).toEqual([
    'read 12 = added 1 + unchanged 11',
    'not read 2 = missed once 2',
  ])
  expect(reportLines({ ...nobody, read: 1, heldRead: 1 })).toEqual(['read 1 = held 1'])
})

test('numbers that do not add up are not shown as if they did', () => {
  expect(reportLines({ ...nobody, read: 12, added: 1 })[0]).toContain('do not add up')
  expect(reportLines({ ...nobody, notRead: 1 })[0]).toBe(
    'not read 1 = 0 (these do not add up: tell the administrator of the portal)',
  )
})

test('a run says where it is, as far as it is known', () => {
  const at = (done: number, total: number | null) => progressLine({ state: 'importing', progress: { done, total } })
  expect([at(0, null), at(40, null), at(40, 90)]).toEqual([
    'Reading the directory …',
    'Reading the directory: 40 so far',
    'Reading the directory: 40 of 90',
  ])
  expect(progressLine({ state: 'of-a-newer-portal', progress: { done: 0, total: null } })).toBe('of-a-newer-portal …')
})

test('the history says of each run what it was, how it ended, and its numbers', () => {
  const run: RunSeen = {
    ...{ id: '0d9b6d0e-6f0d-4a3e-9f3f-0a3d5f1f2a11', number: 7, kind: 'synchronize', quick: true, state: 'finished' },
    ...{
      cause: 'agent',
      outcome: 'done' as const,
      startedAt: '2026-11-26T10:00:31.000Z',
      finishedAt: null,
      removals: 0,
    },
    ...{ progress: { done: 0, total: null }, says: ['Run 7 is finished.'], report: { ...nobody, read: 1, updated: 1 } },
  }
  expect(historyLines(run)).toEqual([
    'Run 7  2026-11-26 10:00 UTC  quick synchronization, on an agent’s machine',
    '  Run 7 is finished.',
    '  read 1 = updated 1',
  ])
})
