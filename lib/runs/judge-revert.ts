import { readVersion } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { countEffects, countLinked } from '@/lib/store/reverts'
import { type Run, updateRun } from '@/lib/store/runs'
import type { Hold, Notice } from '@/lib/sync/change'
import type { GroupTally } from '@/lib/sync/groups/group-report'
import { judge } from '@/lib/sync/judge'
import { limitsOf } from '@/lib/sync/limits'
import { endRun } from './end-run'
import { runFailure } from './fault'
import { leaveWithoutSeat, seatNotices } from './give-seats'
import { keepApprovedRows, readWindow } from './judge-plan'
import { readPlan } from './read-plan'
import { fenced, nowOf, type RunWork } from './run-work'
import type { Tally } from './tally'

type Tallies = { people: Tally; groupTally: GroupTally }

/** A revert passes the same gate, and then waits for a person whatever the gate says; approved, only what was seen is done. */
export function judgeRevert(work: RunWork, run: Run, { people: tally, groupTally }: Tallies): Promise<void> {
  return fenced(work, async tx => {
    const seats = await leaveWithoutSeat(tx, work.runId)
    const holds = await judgeIt(tx, work, run, tally)
    const isApproved = run.approvesRunId !== null
    if (isApproved) {
      await keepApprovedRows(tx, run, nowOf(work))
      await leaveWithoutSeat(tx, work.runId)
    }
    const { planHash, removals, changes } = await readPlan(tx, work.runId, 'planned')
    const linked = await countLinked(tx, run.connectorId)
    await updateRun(tx, work.runId, {
      ...{ planHash, removals, holds: isApproved ? [] : holds },
      notices: [...(await readIrrevocable(tx, run.revertsRunId)), ...seatNotices(seats)],
      tally: { ...tally.forReport(), linked },
      groupTally,
    })
    if (!isApproved) return endRun(tx, work.runId, 'previewed')
    await updateRun(tx, work.runId, { state: 'applying', progress: { done: 0, total: changes } })
  })
}

async function judgeIt(tx: OrganizationTransaction, work: RunWork, run: Run, tally: Tally): Promise<Hold[]> {
  const stored = await readVersion(tx, run.connectorId, run.connectorVersion)
  if (!stored) throw runFailure('connector-not-ready')
  const linked = await countLinked(tx, run.connectorId)
  // No directory was read, so nothing about a read can be wrong; and people of a unit come together because a run took them.
  const counts = { ...tally.counts(), linked, scopes: [], refused: 0 }
  const window = await readWindow(tx, run, nowOf(work), linked)
  const domainSid = { pinned: null, seen: '' }
  const version = { used: run.connectorVersion, live: null }
  const history = { first: false, window, previous: null, version, domainSid, restored: false }
  const verdict = judge(counts, history, limitsOf(stored.settings.safety))
  return verdict.kind === 'hold' ? verdict.holds : []
}

const lost = { 'end-sessions': 'revert-sessions', mail: 'revert-mails', webhook: 'revert-requests' } as const

/** What went out of the house with a run and does not come back. */
export async function readIrrevocable(tx: OrganizationTransaction, runId: string | null): Promise<Notice[]> {
  const effects = runId === null ? new Map<string, number>() : await countEffects(tx, runId)
  return Object.entries(lost).flatMap(([kind, code]) => {
    const count = effects.get(kind) ?? 0
    return count === 0 ? [] : [{ code, args: { count } }]
  })
}
