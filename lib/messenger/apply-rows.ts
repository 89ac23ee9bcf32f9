import type { Anchor } from '@/lib/directory/anchor'
import { applyKind, type Deed, type Deeds, type Done } from '@/lib/store/accounts-apply'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { savepoint, sqlState } from '@/lib/store/savepoint'
import type { ChangeKind } from '@/lib/sync/change'

/** A row of a plan as it is carried out. */
export type PlannedDeed = Deed & { kind: ChangeKind; phase: number; waitsFor: string | null; movesWith: Anchor | null }
/** Rows of one plan. */
export type PlannedDeeds = Omit<Deeds, 'rows'> & { rows: readonly PlannedDeed[] }
/** Why a change could not be carried out; sentences in lib/words/en/runs.json. */
export type ApplyFailure = 'address-in-use' | 'account-changed' | 'value-refused' | 'depends-on-failed'
export type Applied = { done: Done[]; failed: { anchor: Anchor; failure: ApplyFailure }[] }

export const inAll = (parts: readonly Applied[]): Applied => ({
  done: parts.flatMap(part => part.done),
  failed: parts.flatMap(part => part.failed),
})

export const byKind = ({ rows, ...plan }: PlannedDeeds): [ChangeKind, PlannedDeeds][] =>
  [...Map.groupBy(rows, row => row.kind)].map(([kind, some]) => [kind, { ...plan, rows: some }])

/**
 * Carries out rows of one kind with one statement. A row without an answer found its account, or the link to it, other than
 * planned.
 * @throws what PostgreSQL refuses; then nothing of it happened
 */
export async function applyRows(tx: OrganizationTransaction, kind: ChangeKind, deeds: Deeds): Promise<Applied> {
  const done = await savepoint(tx, inner => applyKind(inner, kind, deeds))
  const answered = new Set(done.map(one => one.anchor))
  const missing = deeds.rows.filter(row => !answered.has(row.anchor))
  return { done, failed: missing.map(({ anchor }) => ({ anchor, failure: 'account-changed' })) }
}

/** Carries out each row in a savepoint of its own, so that it is known which of them fail. */
export async function applyOneByOne(tx: OrganizationTransaction, { rows, ...plan }: PlannedDeeds): Promise<Applied> {
  const parts: Applied[] = []
  for (const row of rows)
    try {
      parts.push(await applyRows(tx, row.kind, { ...plan, rows: [row] }))
    } catch (error) {
      parts.push({ done: [], failed: [{ anchor: row.anchor, failure: failureOf(error) }] })
    }
  return inAll(parts)
}

/**
 * SQLSTATE 23505 is a unique violation; classes 22 and 23 are about values, all others about the connection or a bug.
 * @throws those others
 */
export function failureOf(error: unknown): ApplyFailure {
  const state = sqlState(error)
  if (state === '23505') return 'address-in-use'
  if (state?.startsWith('22') || state?.startsWith('23')) return 'value-refused'
  throw error
}
