import type { RunSeen } from '@/lib/agent-protocol/run-messages'
import type { Run } from '@/lib/store/runs'
import { isActive, isWaiting } from '@/lib/sync/run-state'
import { hasSentence, sentence } from '@/lib/words/words'

/** A run as whoever is at an agent's machine sees it. */
export function runSeen(run: Run): RunSeen {
  const { id, number, kind, quick, state, cause, progress, report, removals } = run
  return {
    ...{ id, number, kind, quick, state, cause, report, removals: removals ?? 0 },
    outcome: outcomeOf(run),
    startedAt: (run.startedAt ?? run.createdAt).toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
    progress: { done: progress.done, total: progress.total },
    says: isActive(state) ? underWay(run) : [headline(run), ...readingOf(run), ...reasonsOf(run)],
  }
}

function outcomeOf({ state, kind }: Run): RunSeen['outcome'] {
  if (isActive(state)) return 'under-way'
  if (state === 'finished' || state === 'approved') return 'done'
  if (state === 'previewed') return kind === 'preview' ? 'done' : 'waits'
  return isWaiting(state) ? 'waits' : 'failed'
}

/** Why a run that should be under way is not. */
function underWay({ retryAt, fault }: Run): string[] {
  if (!retryAt || !fault) return []
  return [faultText(fault), sentence('tries-again', { at: retryAt.toISOString() }, 'agent')]
}

function headline({ number, state, fault, report, removals }: Run): string {
  if (fault) return sentence('run-failed', { number, because: faultText(fault) }, 'agent')
  const changes = report ? changedIn(report) : 0
  if (state === 'finished') return sentence('run-finished', { number, changes }, 'agent')
  if (state === 'held' || state === 'previewed')
    return sentence(`run-${state}`, { number, removals: removals ?? 0 }, 'agent')
  return sentence('run-ended', { number, state }, 'agent')
}

const changedIn = (report: NonNullable<Run['report']>): number =>
  report.added +
  report.linked +
  report.updated +
  report.reactivated +
  report.deactivatedRead +
  report.deactivatedAbsent +
  report.released

/** One of the run is said by the runs' room, one of the reading by the directory's. */
const faultText = ({ code, args }: NonNullable<Run['fault']>): string => sentence(code, args, roomOf(code))
const roomOf = (code: string) => (hasSentence(code, 'runs') ? 'runs' : 'directory')

/** Whether a run that was asked to be quick was, or why not. */
function readingOf({ quick, fullBecause, tally }: Run): string[] {
  if (fullBecause) return [sentence(fullBecause.code, fullBecause.args, 'directory')]
  return quick && tally !== null ? [sentence('run-quick', {}, 'agent')] : []
}

const reasonsOf = ({ holds, notices }: Run): string[] =>
  [...holds, ...notices].map(({ code, args }) => sentence(code, args, 'sync'))
