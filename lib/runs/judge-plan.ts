import { readApproval } from '@/lib/store/approvals'
import { countRefusedRemovals } from '@/lib/store/changes-chosen'
import { leaveUnapproved } from '@/lib/store/changes-states'
import { stopWaiting } from '@/lib/store/changes-waiting'
import { readConnector } from '@/lib/store/connectors'
import { leaveUnapprovedGroups } from '@/lib/store/group-changes'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { countPlanRows } from '@/lib/store/plan-rows'
import { type Run, readRun, updateRun } from '@/lib/store/runs'
import { countRemovalsSince, readLastApplied, readLinkedAt } from '@/lib/store/runs-history'
import type { Hold, Notice } from '@/lib/sync/change'
import { judgeGroups } from '@/lib/sync/groups/judge-groups'
import { judge, type PlanHistory } from '@/lib/sync/judge'
import { limitsOf, windowDays } from '@/lib/sync/limits'
import type { RunState } from '@/lib/sync/run-state'
import { isTooOld } from './approve-run'
import { waitingState } from './choose-plan'
import { delayRemovals } from './delay-removals'
import { endRun } from './end-run'
import { runFailure } from './fault'
import { leaveWithoutSeat, seatNotices } from './give-seats'
import type { GroupPlan } from './group-pass'
import { holdRows } from './hold-removals'
import type { Planning } from './planning'
import { readPlan } from './read-plan'
import { fenced } from './run-work'

const day = 86_400_000

/** Puts the plan before the gate and gives every row the state in which it goes on. */
export async function judgePlan(planning: Planning, groups: GroupPlan, notices: readonly Notice[]): Promise<void> {
  const { work, run, tally, settings } = planning
  await fenced(work, async tx => {
    const refused = await countRefusedRemovals(tx, work.runId, run.connectorId)
    const seats = await leaveWithoutSeat(tx, work.runId)
    const additions = tally.counts().additions - (seats?.newcomers ?? 0)
    const verdict = judge(
      { ...tally.counts(), additions, refused },
      await historyOf(tx, planning),
      limitsOf(settings.safety),
    )
    const holds = [...(verdict.kind === 'hold' ? verdict.holds : []), ...judgeGroups(groups.lists, groups.groups)]
    const remaining = run.kind === 'approved' ? await keepApproved(tx, planning, holds) : holds
    const waiting = waitingState(run)
    if (run.kind !== 'preview') await holdRows(tx, work.runId, remaining)
    if (remaining.length === 0) await delayRemovals(tx, planning)
    if (run.kind === 'approved') await leaveWithoutSeat(tx, work.runId)
    const { planHash, removals } = await readPlan(tx, work.runId, waiting)
    await updateRun(tx, work.runId, {
      holds: remaining,
      notices: [...planning.newUnits.notices(), ...planning.lists.notices(), ...notices, ...seatNotices(seats)],
      tally: tally.forReport(),
      ruleCounts: planning.ruleCounts.all(),
      groupTally: groups.tally,
      planHash,
      removals,
    })
    const next = nextState(planning, remaining)
    const total = next === 'applying' ? await countPlanRows(tx, work.runId, 'planned') : 0
    if (next === 'applying') await updateRun(tx, work.runId, { state: next, progress: { done: 0, total } })
    else await endRun(tx, work.runId, next)
  })
}

function nextState({ run }: Planning, holds: readonly Hold[]): Extract<RunState, 'previewed' | 'held' | 'applying'> {
  if (run.kind === 'preview') return 'previewed'
  return holds.some(hold => hold.covers === 'everything') ? 'held' : 'applying'
}

async function historyOf(tx: OrganizationTransaction, { run, snapshot, tally, now }: Planning): Promise<PlanHistory> {
  const connector = await readConnector(tx, run.connectorId)
  if (!connector || !snapshot.identity) throw runFailure('connector-not-ready')
  const last = await readLastApplied(tx, run.connectorId)
  return {
    first: connector.domainSid === null,
    window: await readWindow(tx, run, now, tally.counts().linked),
    previous: last?.tally && last.report ? { inScope: last.tally.inScope, problems: last.report.problems } : null,
    // A preview is made of what is not live yet, and only looked at.
    version: { used: run.connectorVersion, live: run.kind === 'preview' ? null : connector.version },
    domainSid: { pinned: connector.domainSid, seen: snapshot.identity.domainSid },
    restored: connector.restoredAt !== null,
  }
}

/** @param linked the accounts at the window's start where it has no plan */
export async function readWindow(
  tx: OrganizationTransaction,
  { id: runId, connectorId }: Run,
  now: Date,
  linked: number,
): Promise<PlanHistory['window']> {
  const window = { connectorId, runId, since: new Date(now.getTime() - windowDays * day) }
  return { removals: await countRemovalsSince(tx, window), linked: (await readLinkedAt(tx, window)) ?? linked }
}

/**
 * Leaves for the next run whatever the approved plan does not hold identically. What was approved was approved with its
 * holds in view; only one that covers everything and was not there then holds again.
 */
async function keepApproved(tx: OrganizationTransaction, { run, now }: Planning, holds: Hold[]): Promise<Hold[]> {
  const approved = await keepApprovedRows(tx, run, now)
  const seen = new Set(approved.holds.map(hold => hold.code))
  const isNews = ({ covers, code }: Hold) => covers === 'everything' || code === 'configuration-changed'
  return holds.filter(hold => isNews(hold) && hold.code !== 'first-run' && !seen.has(hold.code))
}

/** Of a plan made after an approval, only what was approved stays planned. @returns the run whose plan it was */
export async function keepApprovedRows(tx: OrganizationTransaction, run: Run, now: Date): Promise<Run> {
  const approved = run.approvesRunId === null ? null : await readRun(tx, run.approvesRunId)
  if (!approved) throw runFailure('run-not-waiting')
  await provePlan(tx, approved, now)
  await leaveUnapproved(tx, run.id, { runId: approved.id, state: waitingState(approved) })
  await stopWaiting(tx, run.id, { state: 'left', reason: 'depends-on-held' })
  await leaveUnapprovedGroups(tx, run.id, { runId: approved.id, state: waitingState(approved) })
  return approved
}

/** The rows that are about to count as approved are the plan that was, and the approval is not too old to be used. */
async function provePlan(tx: OrganizationTransaction, approved: Run, now: Date): Promise<void> {
  const approval = await readApproval(tx, approved.id)
  const { planHash } = await readPlan(tx, approved.id, waitingState(approved))
  if (approval?.planHash !== planHash) throw runFailure('plan-hash-differs')
  if (isTooOld(approval, now)) throw runFailure('hold-expired')
}
