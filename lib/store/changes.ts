import { and, asc, count, eq, sql } from 'drizzle-orm'
import { changes } from '@/db/schema/runs'
import type { Anchor } from '@/lib/directory/anchor'
import type { Change, ChangeKind, ReasonCode } from '@/lib/sync/change'
import type { KeptFacts } from '@/lib/sync/kept-facts'
import type { OrganizationTransaction } from './organization'
import { rowArrays } from './row-arrays'

export type ChangeState = (typeof changes.$inferSelect)['state']
/** A row of a plan with what became of it. `failure` is a code of lib/words/en/runs.json. */
export type ChangeRow = Change & {
  hash: string
  state: ChangeState
  phase: number
  /** The account whose address this row takes over, and the name of the group that moves in one transaction. */
  waitsFor: string | null
  movesWith: Anchor | null
  failure: string | null
  appliedAt: Date | null
}
/** With what the decision saw beside the person, for the trace; lists of rows leave it where it is. */
export type NewChangeRow = Change &
  Pick<ChangeRow, 'hash' | 'state' | 'phase' | 'waitsFor' | 'movesWith'> & {
    facts: KeptFacts | null
    parent: Anchor | null
  }

export const ofRun = (tx: OrganizationTransaction, runId: string) =>
  and(eq(changes.organizationId, tx.organizationId), eq(changes.runId, runId))

/** Planning begins anew: nothing of an earlier attempt stays. */
export async function deleteChanges(tx: OrganizationTransaction, runId: string): Promise<void> {
  await tx.delete(changes).where(ofRun(tx, runId))
}

/** Stores a page of the plan with one statement, however many rows it has. */
export async function insertChanges(
  tx: OrganizationTransaction,
  runId: string,
  rows: readonly NewChangeRow[],
): Promise<void> {
  if (rows.length === 0) return
  const stored = rows.map(row => ({
    anchor: row.anchor,
    account_id: row.accountId,
    kind: row.kind,
    reason: row.because.code,
    because: row.because,
    problems: row.problems,
    read: row.read,
    before: row.before,
    after: row.after,
    facts: row.facts,
    hash: row.hash,
    display_name: row.displayName,
    email: row.email,
    unit: row.unit,
    state: row.state,
    phase: row.phase,
    waits_for: row.waitsFor,
    moves_with: row.movesWith,
    parent: row.parent,
  }))
  await tx.execute(sql`
    insert into changes (organization_id, run_id, anchor, account_id, kind, reason, because, problems, read, before, after,
      facts, hash, display_name, email, unit, state, phase, waits_for, moves_with, parent)
    select ${tx.organizationId}::uuid, ${runId}::uuid, anchor, account_id, kind, reason, because, problems, read, before, after,
      facts, hash, display_name, email, unit, state, phase, waits_for, moves_with, parent
    from ${rowArrays(stored, {
      ...{ anchor: 'uuid', account_id: 'uuid', kind: 'text', reason: 'text', because: 'jsonb', problems: 'jsonb' },
      ...{ read: 'boolean', before: 'jsonb', after: 'jsonb', facts: 'jsonb', hash: 'text', display_name: 'text' },
      ...{ email: 'text', unit: 'text', state: 'text', phase: 'integer', waits_for: 'uuid', moves_with: 'uuid' },
      parent: 'uuid',
    })}`)
}

/** One person's row with what its decision saw, or null. */
export async function readChange(
  tx: OrganizationTransaction,
  runId: string,
  anchor: Anchor,
): Promise<(ChangeRow & { facts: KeptFacts | null }) | null> {
  const [row] = await tx
    .select()
    .from(changes)
    .where(and(ofRun(tx, runId), eq(changes.anchor, anchor)))
  if (!row) return null
  const { facts, ...change } = row
  return { ...toChangeRow(change), facts }
}

export type ChangeCount = {
  kind: ChangeKind
  reason: ReasonCode
  state: ChangeState
  read: boolean
  /** Whether the people of this group have a problem that someone should fix. */
  problems: boolean
  count: number
}

/** A plan's rows counted by everything that a report or a filter tells apart. */
export async function countChanges(tx: OrganizationTransaction, runId: string): Promise<ChangeCount[]> {
  const problems = sql<boolean>`jsonb_array_length(${changes.problems}) > 0`
  const rows = await tx
    .select({
      kind: changes.kind,
      reason: changes.reason,
      state: changes.state,
      read: changes.read,
      problems,
      count: count(),
    })
    .from(changes)
    .where(ofRun(tx, runId))
    .groupBy(changes.kind, changes.reason, changes.state, changes.read, problems)
    .orderBy(asc(changes.kind), asc(changes.reason), asc(changes.state))
  return rows.map(row => ({ ...row, reason: row.reason as ReasonCode }))
}

/** A row without what its decision saw. */
export function toChangeRow(row: Omit<typeof changes.$inferSelect, 'facts'>): ChangeRow {
  const { organizationId: _organization, runId: _run, reason: _reason, parent: _parent, ...change } = row
  return { ...change, anchor: row.anchor as Anchor, movesWith: row.movesWith as Anchor | null }
}
