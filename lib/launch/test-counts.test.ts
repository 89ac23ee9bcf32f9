import { describe, expect, it } from 'vitest'
import { countPlaywright, countVitest, sum } from './test-counts.mjs'

const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] }
const playwright = (stats: object) => ({
  stats: { expected: 0, flaky: 0, unexpected: 0, skipped: 0, ...stats },
  suites: [],
})

describe('a failure is never counted away', () => {
  it('a report that is missing is one failure, whatever the exit code', () => {
    expect(countVitest(null, 0)).toMatchObject({ failed: 1, notes: ['Vitest left no report (exit code 0).'] })
    expect(countPlaywright(null, 0, false)).toMatchObject({
      failed: 1,
      notes: ['Playwright left no report (exit code 0).'],
    })
  })

  it('a file that could not be loaded is one failure', () => {
    const broken = { ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(countVitest(broken, 1)).toMatchObject({ passed: 3, failed: 1, skipped: 1 })
  })

  it('a bad exit code without a failed test is one failure', () => {
    expect(countVitest(vitest, 1).failed).toBe(1)
    expect(countPlaywright(playwright({ expected: 2 }), 1, false)).toMatchObject({ passed: 2, failed: 1 })
  })

  it('a story that was left out fails where nothing may be left out', () => {
    expect(countPlaywright(playwright({ expected: 1, skipped: 2 }), 0, true)).toMatchObject({ failed: 2, skipped: 0 })
    expect(countPlaywright(playwright({ expected: 1, skipped: 2 }), 0, false)).toMatchObject({ failed: 0, skipped: 2 })
  })
})

it('the end says why a story did not run', () => {
  const skipped = { status: 'skipped', annotations: [{ type: 'skip', description: 'needs root' }] }
  const report = {
    ...playwright({ skipped: 1 }),
    suites: [{ suites: [{ specs: [{ title: 'Samba', tests: [skipped] }] }] }],
  }
  expect(countPlaywright(report, 0, false).notes).toEqual(['Did not run: Samba (needs root)'])
})

it('adds up', () => {
  const one = { passed: 1, failed: 2, skipped: 3, notes: ['a'] }
  expect(sum([one, one])).toEqual({ passed: 2, failed: 4, skipped: 6, notes: ['a', 'a'] })
})
