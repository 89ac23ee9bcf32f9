import { and, asc, eq, inArray, notInArray, type SQL, sql } from 'drizzle-orm'
import { changes } from '@/db/schema/runs'
import type { Anchor } from '@/lib/directory/anchor'
import { type Change, type ChangeKind, type ChangeValues, type ReasonCode, removalKinds } from '@/lib/sync/change'
import { type ChangeState, ofRun } from './changes'
import type { OrganizationTransaction } from './organization'
import { comparingAll, goingAlong } from './whole-run'

export type PendingChange = Pick<Change, 'anchor' | 'accountId' | 'kind'> & {
  reason: string
  /** The entry of the directory that an administrator's decision takes the account from. */
  former: string | null
  /** Null also for an addition: whoever carries it out finds at its place what it writes. */
  after: ChangeValues | null
  phase: number
  waitsFor: string | null
  movesWith: Anchor | null
  /** Where the row stands in its table (ctid), for as long as the transaction lasts that read it. */
  place: string
}

/** Where a row stands in the order of applying. */
export type PendingPlace = Pick<PendingChange, 'phase' | 'anchor'>

/**
 * The next rows to apply, in the order that frees an address before it is given away. Rows that move together come
 * together, whatever the limit is.
 * @param after where the batch before ended: what was carried out is not gone through again each time
 */
export async function readPending(
  tx: OrganizationTransaction,
  runId: string,
  limit: number,
  after: PendingPlace | null,
): Promise<{ pending: PendingChange[]; end: PendingPlace | null }> {
  const next = after && sql`(${changes.phase}, ${changes.anchor}) > (${after.phase}, ${after.anchor}::uuid)`
  const rows = await goingAlong(tx, () => selectPending(tx, runId, next ?? undefined).limit(limit))
  const end = rows.map(toPending).at(-1) ?? null
  const groups = [...new Set(rows.flatMap(row => row.movesWith ?? []))]
  if (groups.length === 0) return { pending: rows.map(toPending), end }
  const read = rows.map(row => row.anchor)
  const others = and(inArray(changes.movesWith, groups), notInArray(changes.anchor, read))
  return { pending: [...rows, ...(await selectPending(tx, runId, others))].map(toPending), end }
}

function selectPending(tx: OrganizationTransaction, runId: string, where: SQL | undefined) {
  const { anchor, accountId, kind, reason, phase, waitsFor, movesWith } = changes
  const after = sql<ChangeValues | null>`case when ${kind} <> 'add' then ${changes.after} end`
  const place = sql<string>`${changes}.ctid`
  const former = sql<string | null>`nullif(${changes.because} -> 'args' ->> 'former', '')`
  return tx
    .select({ anchor, accountId, kind, reason, former, after, phase, waitsFor, movesWith, place })
    .from(changes)
    .where(and(ofRun(tx, runId), eq(changes.state, 'planned'), where))
    .orderBy(asc(changes.phase), asc(changes.anchor))
}

const toPending = (row: Awaited<ReturnType<typeof selectPending>>[number]): PendingChange => ({
  ...row,
  anchor: row.anchor as Anchor,
  movesWith: row.movesWith as Anchor | null,
})

export const among = (anchors: readonly Anchor[]) => sql`${changes.anchor} = any(${`{${anchors.join(',')}}`}::uuid[])`

/** Notes why these rows could not be carried out: a code of lib/words/en/runs.json. */
export async function markFailed(
  tx: OrganizationTransaction,
  runId: string,
  anchors: readonly Anchor[],
  failure: string,
): Promise<void> {
  if (anchors.length === 0) return
  await tx
    .update(changes)
    .set({ state: 'failed', failure })
    .where(and(ofRun(tx, runId), among(anchors)))
}

/** Gives every row in state `from` the state `to`; `covers` limits it to the removals. */
export async function moveChanges(
  tx: OrganizationTransaction,
  runId: string,
  { from, to, covers }: { from: ChangeState; to: ChangeState; covers: 'everything' | 'removals' },
): Promise<void> {
  const kinds = covers === 'removals' ? inArray(changes.kind, [...removalKinds]) : undefined
  await tx
    .update(changes)
    .set({ state: to })
    .where(and(ofRun(tx, runId), eq(changes.state, from), kinds))
}

/**
 * Of a plan made after an approval, only the rows that the approved plan holds identically may be carried out. The rest
 * waits for the next run.
 * @param state the state in which the approved run keeps the rows that were approved
 */
export async function leaveUnapproved(
  tx: OrganizationTransaction,
  runId: string,
  approved: { runId: string; state: 'planned' | 'held' },
): Promise<void> {
  const because = JSON.stringify({ code: 'changed-since-approval', args: {} })
  const statement = sql`
    update changes set state = 'left', reason = 'changed-since-approval', because = ${because}::text::jsonb
    where organization_id = ${tx.organizationId} and run_id = ${runId} and state = 'planned' and not exists (
      select from changes approved where approved.organization_id = changes.organization_id
        and approved.run_id = ${approved.runId} and approved.anchor = changes.anchor
        and approved.hash = changes.hash and approved.state = ${approved.state})`
  await comparingAll(tx, () => tx.execute(statement))
}

/** Leaves everything that is held for a later run, and says why. @returns how many of it are removals */
export async function leaveHeld(tx: OrganizationTransaction, runId: string, reason: ReasonCode): Promise<number> {
  const rows = await tx
    .update(changes)
    .set({ state: 'left', reason, because: { code: reason, args: {} } })
    .where(and(ofRun(tx, runId), eq(changes.state, 'held')))
    .returning({ kind: changes.kind })
  const removal: readonly ChangeKind[] = removalKinds
  return rows.filter(({ kind }) => removal.includes(kind)).length
}
