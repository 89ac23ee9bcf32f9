import type { Run } from '@/lib/store/runs'
import { wouldChangeNothing } from '@/lib/sync/plan-hash'
import { isActive } from '@/lib/sync/run-state'
import { sentence } from '@/lib/words/words'
import type { Answer, ExitCode } from './answer'

/** A run as programs see it: its id, state, cause, plan hash and the report's counters. */
export function runJson(run: Run) {
  return {
    runId: run.id,
    number: run.number,
    kind: run.kind,
    state: run.state,
    cause: run.cause,
    quick: run.quick,
    fullBecause: run.fullBecause,
    planHash: run.planHash,
    removals: run.removals,
    holds: run.holds,
    notices: run.notices,
    ruleCounts: run.ruleCounts,
    fault: run.fault,
    report: run.report,
    groupReport: run.groupReport,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
  }
}

/** What a run that has ended means for the command that waited for it. */
export function runAnswer(run: Run): Answer {
  return { exit: exitCode(run), lines: [headline(run), ...readingOf(run), ...details(run)], json: runJson(run) }
}

function exitCode(run: Run): ExitCode {
  const { state } = run
  if (state === 'finished' || state === 'approved' || wouldChangeNothing(run)) return 0
  return state === 'held' || state === 'previewed' || isActive(state) ? 2 : 1
}

function headline({ number, state, fault }: Run): string {
  if (!fault) return sentence('run-ended', { number, state }, 'cli')
  return sentence('run-failed', { number, message: sentence(fault.code, fault.args, 'runs') }, 'cli')
}

/** Whether a run that was asked to be quick was, or why not. */
function readingOf({ quick, fullBecause, tally }: Run): string[] {
  if (fullBecause) return [sentence(fullBecause.code, fullBecause.args, 'directory')]
  return quick && tally !== null ? [sentence('run-quick', {}, 'cli')] : []
}

function details(run: Run): string[] {
  const { report, groupReport, holds, notices, planHash, removals, number, state } = run
  const counters = [...Object.entries(report ?? {}), ...groupCounters(groupReport)].filter(([, count]) => count > 0)
  const reasons = [...holds, ...notices].map(({ code, args }) => sentence(code, args, 'sync'))
  const waits = state === 'held' || state === 'previewed'
  return [
    ...counters.map(([name, count]) => `  ${name}: ${count}`),
    ...reasons,
    ...(wouldChangeNothing(run) ? [sentence('nothing-would-change', {}, 'cli')] : []),
    ...(waits && planHash && !wouldChangeNothing(run)
      ? [sentence('how-to-approve', { number, hash: planHash, removals: removals ?? 0 }, 'cli')]
      : []),
  ]
}

/** Of organizational groups, lists and memberships, each counter under the name of what it counts. */
function groupCounters(report: Run['groupReport']): [string, number][] {
  if (report === null) return []
  const { membersUnknown, ...kinds } = report
  const counted = Object.entries(kinds).flatMap(([kind, counters]) =>
    Object.entries(counters).map(([name, count]): [string, number] => [`${kind} ${name}`, count]),
  )
  return [...counted, ['list members unknown', membersUnknown]]
}
