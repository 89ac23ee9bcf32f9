import { and, asc, count, eq, inArray, not, type SQL, sql } from 'drizzle-orm'
import { groupChanges, membershipChanges } from '@/db/schema/groups'
import type { Anchor } from '@/lib/directory/anchor'
import { type GroupChange, type GroupReasonCode, groupRemovalKinds } from '@/lib/sync/groups/group-change'
import type { GroupRowCount } from '@/lib/sync/groups/group-report'
import type { ChangeState } from './changes'
import type { Choice } from './changes-chosen'
import type { OrganizationTransaction } from './organization'
import { anyOf } from './snapshots-base'
import { comparingAll } from './whole-run'

/** A row of a plan about a group, with what became of it. `failure` is a code of lib/words/en/runs.json. */
export type GroupChangeRow = GroupChange & {
  members: number
  hash: string
  state: ChangeState
  phase: number
  failure: string | null
  appliedAt: Date | null
}
export type NewGroupChange = GroupChange & Pick<GroupChangeRow, 'members' | 'hash' | 'state' | 'phase'>

export const ofRunGroups = (tx: OrganizationTransaction, runId: string) =>
  and(eq(groupChanges.organizationId, tx.organizationId), eq(groupChanges.runId, runId))

/** Planning begins anew: nothing of an earlier attempt stays. */
export async function deleteGroupChanges(tx: OrganizationTransaction, runId: string): Promise<void> {
  await tx.delete(groupChanges).where(ofRunGroups(tx, runId))
  await tx
    .delete(membershipChanges)
    .where(and(eq(membershipChanges.organizationId, tx.organizationId), eq(membershipChanges.runId, runId)))
}

export async function insertGroupChanges(
  tx: OrganizationTransaction,
  runId: string,
  rows: readonly NewGroupChange[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into group_changes (organization_id, run_id, anchor, aspect, group_kind, group_id, kind, reason, because, read,
      before, after, members, hash, name, state, phase)
    select ${tx.organizationId}::uuid, ${runId}::uuid, anchor, aspect, "groupKind", "groupId", kind, because ->> 'code',
      because, read, nullif(before, 'null'), nullif(after, 'null'), members, hash, name, state, phase
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(anchor uuid, aspect text, "groupKind" text,
      "groupId" uuid, kind text, because jsonb, read boolean, before jsonb, after jsonb, members integer, hash text,
      name text, state text, phase integer)`)
}

/** Gives every row in state `from` the state `to`; `covers` limits it to what takes something away. */
export async function moveGroupChanges(
  tx: OrganizationTransaction,
  runId: string,
  { from, to, covers }: { from: ChangeState; to: ChangeState; covers: 'everything' | 'removals' },
): Promise<void> {
  const kinds = covers === 'removals' ? inArray(groupChanges.kind, [...groupRemovalKinds]) : undefined
  await tx
    .update(groupChanges)
    .set({ state: to })
    .where(and(ofRunGroups(tx, runId), eq(groupChanges.state, from), kinds))
}

/** As for people: of a plan made after an approval only what the approved plan holds identically is carried out. */
export async function leaveUnapprovedGroups(
  tx: OrganizationTransaction,
  runId: string,
  approved: { runId: string; state: 'planned' | 'held' },
): Promise<void> {
  const code: GroupReasonCode = 'group-changed-since-approval'
  const statement = sql`
    update group_changes set state = 'left', reason = ${code}, because = ${JSON.stringify({ code, args: {} })}::text::jsonb
    where organization_id = ${tx.organizationId} and run_id = ${runId} and state = 'planned' and not exists (
      select from group_changes approved where approved.organization_id = group_changes.organization_id
        and approved.run_id = ${approved.runId} and approved.anchor = group_changes.anchor
        and approved.aspect = group_changes.aspect and approved.hash = group_changes.hash
        and approved.state = ${approved.state})`
  await comparingAll(tx, () => tx.execute(statement))
}

/** What a person did not choose is left for the next plan. */
export async function leaveUnchosenGroups(
  tx: OrganizationTransaction,
  runId: string,
  state: ChangeState,
  choice: Choice,
): Promise<void> {
  await tx
    .update(groupChanges)
    .set({ state: 'left' })
    .where(and(ofRunGroups(tx, runId), eq(groupChanges.state, state), not(isChosenGroup(choice))))
}

/** The lists and organizational groups that a waiting plan is about. */
export async function readGroupAnchors(tx: OrganizationTransaction, runId: string): Promise<Anchor[]> {
  const rows = await tx
    .selectDistinct({ anchor: groupChanges.anchor })
    .from(groupChanges)
    .where(and(ofRunGroups(tx, runId), inArray(groupChanges.state, ['planned', 'held'])))
  return rows.map(({ anchor }) => anchor as Anchor)
}

/** Groups are chosen by their anchors, as people are. */
export function isChosenGroup(choice: Choice): SQL {
  const anchor = sql`${groupChanges.anchor}`
  return 'only' in choice ? anyOf(anchor, choice.only) : sql`not (${anyOf(anchor, choice.without)})`
}

/** A plan's rows counted by everything that a report tells apart. */
export async function countGroupChanges(tx: OrganizationTransaction, runId: string): Promise<GroupRowCount[]> {
  const { groupKind, aspect, kind, read, state, members } = groupChanges
  return tx
    .select({
      ...{ groupKind, aspect, kind, read, state },
      rows: count(),
      members: sql<number>`coalesce(sum(${members}), 0)::int`,
    })
    .from(groupChanges)
    .where(ofRunGroups(tx, runId))
    .groupBy(groupKind, aspect, kind, read, state)
}

/** One page of the rows about groups, sorted by name; `page` counts from 1. */
export async function listGroupChanges(
  tx: OrganizationTransaction,
  runId: string,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ rows: GroupChangeRow[]; total: number }> {
  const [total] = await tx.select({ total: count() }).from(groupChanges).where(ofRunGroups(tx, runId))
  const rows = await tx
    .select()
    .from(groupChanges)
    .where(ofRunGroups(tx, runId))
    .orderBy(asc(groupChanges.name), asc(groupChanges.anchor), asc(groupChanges.aspect))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  const toRow = ({ organizationId: _, runId: __, reason: ___, ...row }: (typeof rows)[number]): GroupChangeRow => ({
    ...row,
    anchor: row.anchor as Anchor,
  })
  return { rows: rows.map(toRow), total: total?.total ?? 0 }
}

export type MemberNames = { anchor: Anchor; aspect: 'joining' | 'leaving'; names: string[] }

/** Of the lists on a page: by name, the first of those who join and leave. */
export async function readMemberNames(
  tx: OrganizationTransaction,
  runId: string,
  lists: readonly Anchor[],
  most: number,
): Promise<MemberNames[]> {
  const rows = await tx.execute<MemberNames>(sql`
    select list as anchor, aspect, array_agg(name order by name, member) as names
    from (
      select list, aspect, name, member,
        row_number() over (partition by list, aspect order by name, member) as place
      from membership_changes
      where organization_id = ${tx.organizationId} and run_id = ${runId} and ${anyOf(sql`list`, lists)}
    ) members where place <= ${most} group by list, aspect`)
  return [...rows]
}

/** What people call the units behind these anchors: as a run's plan names them, else as they are called in Messenger. */
export async function groupNames(
  tx: OrganizationTransaction,
  runId: string,
  anchors: readonly Anchor[],
): Promise<Map<string, string>> {
  const rows = await tx.execute<{ anchor: string; name: string }>(sql`
    select j.anchor, g.name from group_joins j
    join groups g on g.organization_id = j.organization_id and g.id = j.group_id
    where j.organization_id = ${tx.organizationId} and ${anyOf(sql`j.anchor`, anchors)}
    union all
    select anchor, name from group_changes where organization_id = ${tx.organizationId} and run_id = ${runId}
      and aspect = 'itself' and ${anyOf(sql`anchor`, anchors)}`)
  return new Map(rows.map(({ anchor, name }) => [anchor, name]))
}
