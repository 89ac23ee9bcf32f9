import type { Anchor } from '@/lib/directory/anchor'
import { applyKind, type Deed, type Deeds, type Done } from '@/lib/store/accounts-apply'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { savepoint, sqlState } from '@/lib/store/savepoint'
import type { ChangeKind } from '@/lib/sync/change'

/** Why a change could not be carried out; sentences in lib/words/en/runs.json. */
export type ApplyFailure = 'address-in-use' | 'account-changed' | 'value-refused'
export type Applied = { done: Done[]; failed: { anchor: Anchor; failure: ApplyFailure }[] }
/** Rows of one plan; those of an earlier phase happen first. */
export type Order = { connectorId: string; changes: readonly (Deed & { kind: ChangeKind; phase: number })[] }

/**
 * Carries out rows of a plan, those of one phase and kind with one statement. When the database refuses a statement, its rows
 * are tried one by one, each in a savepoint, so that one bad row fails alone.
 * @throws when the connection is lost or the transaction cannot go on
 */
export async function applyChanges(tx: OrganizationTransaction, order: Order): Promise<Applied> {
  const applied: Applied = { done: [], failed: [] }
  for (const { kind, rows } of inGroups(order.changes)) {
    const deeds = { connectorId: order.connectorId, rows }
    const group = (await tryTogether(tx, kind, deeds)) ?? (await tryOneByOne(tx, kind, deeds))
    applied.done.push(...group.done)
    applied.failed.push(...group.failed)
  }
  return applied
}

function inGroups(changes: Order['changes']): { kind: ChangeKind; rows: Deed[] }[] {
  const groups = Map.groupBy(changes, ({ phase, kind }) => `${phase} ${kind}`)
  return [...groups.values()]
    .flatMap(([first, ...others]) => (first ? [{ ...first, rows: [first, ...others] }] : []))
    .sort((a, b) => a.phase - b.phase)
}

async function tryTogether(tx: OrganizationTransaction, kind: ChangeKind, deeds: Deeds): Promise<Applied | null> {
  try {
    return withMissing(deeds, await savepoint(tx, inner => applyKind(inner, kind, deeds)))
  } catch (error) {
    failureOf(error)
    return null
  }
}

async function tryOneByOne(tx: OrganizationTransaction, kind: ChangeKind, deeds: Deeds): Promise<Applied> {
  const applied: Applied = { done: [], failed: [] }
  for (const row of deeds.rows) {
    const one = { ...deeds, rows: [row] }
    try {
      const { done, failed } = withMissing(one, await savepoint(tx, inner => applyKind(inner, kind, one)))
      applied.done.push(...done)
      applied.failed.push(...failed)
    } catch (error) {
      applied.failed.push({ anchor: row.anchor, failure: failureOf(error) })
    }
  }
  return applied
}

/** A row without an answer found its account, or the link to it, other than planned. */
function withMissing({ rows }: Deeds, done: Done[]): Applied {
  const answered = new Set(done.map(one => one.anchor))
  const missing = rows.filter(row => !answered.has(row.anchor))
  return { done, failed: missing.map(({ anchor }) => ({ anchor, failure: 'account-changed' })) }
}

/** SQLSTATE 23505 is a unique violation; classes 22 and 23 are about values, all others about the connection or a bug. */
function failureOf(error: unknown): ApplyFailure {
  const state = sqlState(error)
  if (state === '23505') return 'address-in-use'
  if (state?.startsWith('22') || state?.startsWith('23')) return 'value-refused'
  throw error
}
