/** What a stage answers: tests by outcome, and sentences for the end. */
export const none = { passed: 0, failed: 0, skipped: 0, notes: [] }

export const sum = outcomes =>
  outcomes.reduce(
    (total, { passed, failed, skipped, notes }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      notes: [...total.notes, ...notes],
    }),
    none,
  )

/** A stage without tests of its own counts one failure, or nothing. */
export const byExitCode = code => ({ ...none, failed: code === 0 ? 0 : 1 })

/** Nobody knows what ran: a failure, whatever the tool's exit code says. */
const noReport = (tool, code) => ({ ...none, failed: 1, notes: [`${tool} left no report (exit code ${code}).`] })

/**
 * Counts of Vitest's JSON report. A file that could not even be loaded has no tests: it counts as one failure.
 * @param report the parsed report, or null when there is none
 */
export function countVitest(report, code) {
  if (!report) return noReport('Vitest', code)
  const broken = report.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(failed),
  ).length
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    notes: [],
  }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

const failed = assertion => assertion.status === 'failed'

/**
 * Counts of Playwright's JSON report.
 * @param strict whether a story that was left out is a failure
 */
export function countPlaywright(report, code, strict) {
  if (!report) return noReport('Playwright', code)
  const { expected, flaky, unexpected, skipped } = report.stats
  const notes = leftOut(report.suites ?? [])
  const failures = unexpected + (strict ? skipped : 0)
  const counts = { passed: expected + flaky, failed: failures, skipped: strict ? 0 : skipped, notes }
  return code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}

/** One sentence for each story that did not run. */
function leftOut(suites) {
  return suites.flatMap(suite => [
    ...(suite.specs ?? []).flatMap(spec =>
      spec.tests
        .filter(test => test.status === 'skipped')
        .map(test => {
          const why = test.annotations.find(annotation => annotation.type === 'skip')?.description
          return `Did not run: ${spec.title}${why ? ` (${why})` : ''}`
        }),
    ),
    ...leftOut(suite.suites ?? []),
  ])
}
