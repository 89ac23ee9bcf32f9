import { parkAddresses } from '@/lib/store/accounts-apply'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { savepoint } from '@/lib/store/savepoint'
import {
  type Applied,
  applyOneByOne,
  applyRows,
  byKind,
  failureOf,
  inAll,
  type PlannedDeed,
  type PlannedDeeds,
} from './apply-rows'

/** Rows that wait for one another's addresses. */
export type Moves = PlannedDeeds & {
  /** Called while no account has its address; for tests. */
  parked?: () => void | Promise<void>
}
type Failed = Applied['failed']

/** A savepoint is undone because these rows of it cannot be carried out. */
class Refused extends Error {
  constructor(readonly failed: Failed) {
    super('Not every account could move')
  }
}

/**
 * Moves accounts to addresses that others of them have. All give theirs up, and then each gets its new one; an account that
 * cannot move leaves everything as it was, and those that do not need its address move without it.
 */
export async function moveTogether(tx: OrganizationTransaction, moves: Moves): Promise<Applied> {
  if (moves.rows.length === 0) return inAll([])
  const all = await moveAll(tx, moves)
  if (all) return all
  const parts: Applied[] = []
  for (const rows of Map.groupBy(moves.rows, row => row.movesWith).values())
    parts.push(await moveGroup(tx, { ...moves, rows }))
  return inAll(parts)
}

/** @returns null when one of them cannot move; then none did */
async function moveAll(tx: OrganizationTransaction, moves: Moves): Promise<Applied | null> {
  try {
    const inKinds = async (inner: OrganizationTransaction) => {
      const parts: Applied[] = []
      for (const [kind, deeds] of byKind(moves)) parts.push(await applyRows(inner, kind, deeds))
      return inAll(parts)
    }
    const { done, failed } = await attempt(tx, moves, inKinds)
    return failed.length > 0 ? null : { done, failed }
  } catch (error) {
    failureOf(error)
    return null
  }
}

async function moveGroup(tx: OrganizationTransaction, moves: Moves): Promise<Applied> {
  const failed: Failed = []
  for (let { rows } = moves; rows.length > 0; ) {
    const group = { ...moves, rows }
    const outcome = await attempt(tx, group, inner => applyOneByOne(inner, group))
    if (outcome.failed.length === 0) return { done: outcome.done, failed }
    const without = [...outcome.failed, ...dependentsOf(rows, outcome.failed)]
    const gone = new Set(without.map(one => one.anchor))
    failed.push(...without)
    rows = rows.filter(row => !gone.has(row.anchor))
  }
  return { done: [], failed }
}

/** All of it, or nothing and the rows that failed. */
async function attempt(
  tx: OrganizationTransaction,
  { rows, parked }: Moves,
  move: (inner: OrganizationTransaction) => Promise<Applied>,
): Promise<Applied> {
  try {
    return await savepoint(tx, async inner => {
      await parkAddresses(
        inner,
        rows.map(row => row.accountId).filter(id => id !== null),
      )
      await parked?.()
      const applied = await move(inner)
      if (applied.failed.length > 0) throw new Refused(applied.failed)
      return applied
    })
  } catch (error) {
    if (error instanceof Refused) return { done: [], failed: error.failed }
    throw error
  }
}

/** Whoever waits for the address of somebody who stays, and whoever waits for those. */
function dependentsOf(rows: readonly PlannedDeed[], failed: Failed): Failed {
  const gone = new Set(failed.map(one => one.anchor))
  const waiting = Map.groupBy(rows, row => row.waitsFor)
  const found: Failed = []
  const staying = rows.filter(row => gone.has(row.anchor))
  for (let next = staying.pop(); next !== undefined; next = staying.pop())
    for (const row of waiting.get(next.accountId) ?? []) {
      if (gone.has(row.anchor)) continue
      gone.add(row.anchor)
      found.push({ anchor: row.anchor, failure: 'depends-on-failed' })
      staying.push(row)
    }
  return found
}
