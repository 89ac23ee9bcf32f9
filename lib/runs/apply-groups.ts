import { recordAudits } from '@/lib/audit/record'
import { env } from '@/lib/env'
import { type AppliedGroups, applyGroupChanges } from '@/lib/messenger/apply-group-changes'
import { type GroupDeed, insertGroupEffects } from '@/lib/notify/group-effects'
import { forgetMembersOfGone, partsToSettle, settleEffectiveMembers } from '@/lib/store/effective-members'
import { requestListExports } from '@/lib/store/exported-groups'
import {
  hasChangedGroups,
  markGroupsApplied,
  markGroupsFailed,
  type PendingGroupChange,
  readPendingGroups,
} from '@/lib/store/group-changes-states'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { countDone, type Run } from '@/lib/store/runs'
import type { GroupChangeKind } from '@/lib/sync/groups/group-change'
import { RunPaused } from './fault'
import { holdUnderNewConfiguration } from './hold-removals'
import { fenced, type RunWork } from './run-work'

/**
 * Carries out what the gate let through of groups and memberships, after the people, because who joins a list has an account
 * by then; and at last what follows from it. A resumed run goes on with the rows that are still planned.
 */
export async function applyGroups(work: RunWork, run: Run): Promise<void> {
  while ((await applyBatch(work, run)) > 0) {
    await work.failpoint?.('batch-committed')
    if (work.slot?.isWorthBeginning() === false) throw new RunPaused('The slot is over')
  }
  await settle(work, run)
}

/** In parts, so that the claim can be renewed between them however many lists reach one another. */
async function settle(work: RunWork, run: Run): Promise<void> {
  const parts = await fenced(work, async tx => {
    if (!(await hasChangedGroups(tx, run.id))) return []
    await forgetMembersOfGone(tx)
    return partsToSettle(tx)
  })
  for (const lists of parts) await fenced(work, tx => settleEffectiveMembers(tx, lists))
  await fenced(work, tx => requestListExports(tx, run.id))
}

/** One transaction: the deeds, their states and their audit entries, or nothing of it. */
function applyBatch(work: RunWork, run: Run): Promise<number> {
  return fenced(work, async (tx, present) => {
    await holdUnderNewConfiguration(tx, present)
    const pending = await readPendingGroups(tx, run.id, env().ENROLLMENT_APPLY_BATCH)
    if (pending.length === 0) return 0
    const { done, failed } = await applyGroupChanges(tx, { ...orderOf(run), changes: pending })
    await markGroupsApplied(tx, run.id, done)
    await markGroupsFailed(tx, run.id, failed)
    await record(tx, run, pending, done)
    await insertGroupEffects(tx, run, deedsOf(pending, done))
    await countDone(tx, run.id, pending.length)
    await work.failpoint?.('batch-open')
    return pending.length
  })
}

const orderOf = ({ id: runId, connectorId }: Run) => ({ runId, connectorId })

const pastParticiple: Record<GroupChangeKind, string> = {
  add: 'added',
  link: 'linked',
  update: 'updated',
  'add-members': 'members-added',
  'remove-members': 'members-removed',
  release: 'released',
  remove: 'removed',
  skip: 'skipped',
  suspect: 'suspected',
  'leave-alone': 'left-alone',
}

/** What others are told; organizational groups have no members of their own to tell of. */
function deedsOf(pending: readonly PendingGroupChange[], done: AppliedGroups['done']): GroupDeed[] {
  const planned = new Map(pending.map(change => [`${change.anchor} ${change.aspect}`, change]))
  return done.flatMap(({ anchor, aspect, groupId }) => {
    const change = planned.get(`${anchor} ${aspect}`)
    return change ? [{ event: `${change.groupKind}.${pastParticiple[change.kind]}`, anchor, groupId, aspect }] : []
  })
}

/** What happened to which group and why goes to the record; who joined or left stands in the run's rows. */
function record(
  tx: OrganizationTransaction,
  run: Run,
  pending: readonly PendingGroupChange[],
  done: AppliedGroups['done'],
): Promise<void> {
  const planned = new Map(pending.map(change => [`${change.anchor} ${change.aspect}`, change]))
  const entries = done.flatMap(({ anchor, aspect, groupId }) => {
    const change = planned.get(`${anchor} ${aspect}`)
    if (!change) return []
    const { because, before, after, members, groupKind, kind } = change
    const details = aspect === 'itself' ? { anchor, because, before, after } : { anchor, because, members }
    return [
      {
        actor: { kind: 'run' as const, id: run.id },
        event: `${groupKind}.${pastParticiple[kind]}`,
        target: { kind: groupKind, id: groupId },
        ...{ runId: run.id, connectorVersion: run.connectorVersion, details },
      },
    ]
  })
  return recordAudits(tx, entries)
}
