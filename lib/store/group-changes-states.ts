import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { groupChanges } from '@/db/schema/groups'
import type { Anchor } from '@/lib/directory/anchor'
import type { GroupChange } from '@/lib/sync/groups/group-change'
import type { GroupDone } from './groups-apply'
import type { OrganizationTransaction } from './organization'

export type PendingGroupChange = Pick<
  GroupChange,
  'anchor' | 'aspect' | 'groupKind' | 'groupId' | 'kind' | 'because' | 'before' | 'after'
> & { phase: number; members: number }

/** Members carried out in one transaction, but at least one row's. */
const mostMembers = 100_000

const ofRun = (tx: OrganizationTransaction, runId: string) =>
  and(eq(groupChanges.organizationId, tx.organizationId), eq(groupChanges.runId, runId))

/** The next rows to carry out, in the order that has a group before what needs it. */
export async function readPendingGroups(
  tx: OrganizationTransaction,
  runId: string,
  limit: number,
): Promise<PendingGroupChange[]> {
  const { anchor, aspect, groupKind, groupId, kind, because, before, after, phase, members } = groupChanges
  const rows = await tx
    .select({ anchor, aspect, groupKind, groupId, kind, because, before, after, phase, members })
    .from(groupChanges)
    .where(and(ofRun(tx, runId), eq(groupChanges.state, 'planned')))
    .orderBy(asc(phase), asc(anchor), asc(aspect))
    .limit(limit)
  let sum = 0
  const fitting = rows.filter((row, index) => {
    sum += row.members
    return index === 0 || sum <= mostMembers
  })
  return fitting.map(row => ({ ...row, anchor: row.anchor as Anchor }))
}

/** Notes that these rows were carried out, in the transaction that did it. */
export async function markGroupsApplied(
  tx: OrganizationTransaction,
  runId: string,
  done: readonly (GroupDone & Pick<GroupChange, 'aspect'>)[],
): Promise<void> {
  if (done.length === 0) return
  await tx.execute(sql`
    update group_changes c set state = 'applied', applied_at = now(), group_id = done."groupId"
    from jsonb_to_recordset(${JSON.stringify(done)}::text::jsonb) as done(anchor uuid, "groupId" uuid, aspect text)
    where c.organization_id = ${tx.organizationId} and c.run_id = ${runId} and c.state = 'planned'
      and c.anchor = done.anchor and c.aspect = done.aspect`)
}

/** Notes why rows could not be carried out: a code of lib/words/en/runs.json. */
export async function markGroupsFailed(
  tx: OrganizationTransaction,
  runId: string,
  failed: readonly { anchor: Anchor; aspect: GroupChange['aspect']; failure: string }[],
): Promise<void> {
  for (const { anchor, aspect, failure } of failed)
    await tx
      .update(groupChanges)
      .set({ state: 'failed', failure })
      .where(and(ofRun(tx, runId), eq(groupChanges.anchor, anchor), eq(groupChanges.aspect, aspect)))
}

/** Whether this run changed any group or membership. */
export async function hasChangedGroups(tx: OrganizationTransaction, runId: string): Promise<boolean> {
  const rows = await tx
    .select({ anchor: groupChanges.anchor })
    .from(groupChanges)
    .where(and(ofRun(tx, runId), inArray(groupChanges.state, ['applied'])))
    .limit(1)
  return rows.length > 0
}
