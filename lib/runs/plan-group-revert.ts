import type { Anchor } from '@/lib/directory/anchor'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { deleteGroupChanges, insertGroupChanges, type NewGroupChange } from '@/lib/store/group-changes'
import { readStoredGroups, type StoredGroup } from '@/lib/store/group-facts'
import { readUndoneGroups, undoMemberships } from '@/lib/store/group-reverts'
import { type MembershipSummary, summarizeMemberships } from '@/lib/store/membership-plan'
import type { Run } from '@/lib/store/runs'
import { decideGroupRevert, type GroupRevertFacts } from '@/lib/sync/groups/decide-group-revert'
import type { GroupChange, GroupKind } from '@/lib/sync/groups/group-change'
import type { GroupTally } from '@/lib/sync/groups/group-report'
import { compileGroupShields } from '@/lib/sync/groups/protect-group'
import { phaseOf, toGroupRow } from './group-row'
import { fenced, type RunWork, reading } from './run-work'

type Reverting = { work: RunWork; run: Run; reverted: Run; settings: ConnectorSettings }

/** Plans what takes a run's changes of groups and memberships back, from its rows and the groups as they are now. */
export async function planGroupRevert({ work, run, reverted, settings }: Reverting): Promise<GroupTally> {
  await fenced(work, tx => deleteGroupChanges(tx, work.runId))
  const { connectorId } = run
  const stored = await reading(work, tx => readStoredGroups(tx, connectorId))
  const byAnchor = new Map(stored.map(group => [group.anchor, group]))
  const shields = compileGroupShields(settings.exclusions)
  const undone = await reading(work, tx => readUndoneGroups(tx, reverted.id))
  const changes = undone.map(done => {
    const now = byAnchor.get(done.anchor) ?? null
    return decideGroupRevert({ done, now, shield: now && shields(now), run: reverted.number })
  })
  const depths = depthsOf(changes)
  const rows = changes.map(change => toGroupRow(change, { phase: phaseOf(change, depths(change)) }))
  const members = await fenced(work, async tx => {
    await undoMemberships(tx, { runId: work.runId, revertedId: reverted.id, connectorId })
    return summarizeMemberships(tx, work.runId)
  })
  const memberRows = members.map(row => memberRow(row, { undone, byAnchor, run: reverted.number }))
  await fenced(work, tx => insertGroupChanges(tx, work.runId, [...rows, ...memberRows]))
  return tallyOf(changes)
}

/** Units that are made again come after those they stand in. */
function depthsOf(changes: readonly GroupChange[]): (change: GroupChange) => number {
  const byAnchor = new Map(changes.map(change => [change.anchor, change]))
  return change => {
    const above = new Set<Anchor>()
    for (let at = change.after?.parent; at != null && !above.has(at); at = byAnchor.get(at)?.after?.parent)
      above.add(at)
    return above.size
  }
}

type Known = { undone: readonly GroupRevertFacts['done'][]; byAnchor: ReadonlyMap<Anchor, StoredGroup>; run: number }

function memberRow(
  { list, aspect, members: count, hash }: MembershipSummary,
  { undone, byAnchor, run }: Known,
): NewGroupChange {
  const now = byAnchor.get(list)
  const name = now?.fields.name ?? undone.find(done => done.anchor === list)?.name ?? ''
  const change: GroupChange = {
    ...{
      anchor: list,
      aspect,
      groupKind: 'list',
      groupId: now?.groupId ?? null,
      read: true,
      before: null,
      after: null,
      name,
    },
    kind: aspect === 'joining' ? 'add-members' : 'remove-members',
    because: { code: 'group-run-reverted', args: { number: run } },
  }
  return toGroupRow(change, { phase: phaseOf(change, 0), members: { count, hash } })
}

/** Nothing was read: what the reverted run did is what takes part. */
function tallyOf(changes: readonly GroupChange[]): GroupTally {
  const of = (kind: GroupKind) => ({
    ...{ read: changes.filter(change => change.groupKind === kind).length, unchanged: 0, notRead: 0 },
  })
  return { 'organizational-group': of('organizational-group'), list: of('list'), membersUnknown: 0 }
}
