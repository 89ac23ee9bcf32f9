import type { OrganizationTransaction } from '@/lib/store/organization'
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
import { type Moves, moveTogether } from './move-together'

/**
 * Carries out rows of a plan, in their phases, those of one kind with one statement. When the database refuses a statement,
 * its rows are tried one by one, each in a savepoint, so that one bad row fails alone, with those that wait for its address.
 * @throws when the connection is lost or the transaction cannot go on
 */
export async function applyChanges(tx: OrganizationTransaction, order: Moves): Promise<Applied> {
  const phases = [...Map.groupBy(order.rows, row => row.phase)].sort(([one], [other]) => one - other)
  let applied = inAll([])
  for (const [, rows] of phases) {
    const isStuck = waitsForOne(order.rows, applied.failed)
    const runnable = Map.groupBy(rows, row => (isStuck(row) ? 'stuck' : row.movesWith === null ? 'alone' : 'together'))
    applied = inAll([
      applied,
      {
        done: [],
        failed: (runnable.get('stuck') ?? []).map(({ anchor }) => ({ anchor, failure: 'depends-on-failed' })),
      },
      await moveTogether(tx, { ...order, rows: runnable.get('together') ?? [] }),
      await applyInKinds(tx, { ...order, rows: runnable.get('alone') ?? [] }),
    ])
  }
  return applied
}

/** Who waits for an account that could not move is not tried. */
function waitsForOne(rows: readonly PlannedDeed[], failed: Applied['failed']): (row: PlannedDeed) => boolean {
  const anchors = new Set(failed.map(one => one.anchor))
  const staying = new Set(rows.filter(row => anchors.has(row.anchor)).map(row => row.accountId))
  return ({ waitsFor }) => waitsFor !== null && staying.has(waitsFor)
}

async function applyInKinds(tx: OrganizationTransaction, all: PlannedDeeds): Promise<Applied> {
  const parts: Applied[] = []
  for (const [kind, deeds] of byKind(all))
    try {
      parts.push(await applyRows(tx, kind, deeds))
    } catch (error) {
      failureOf(error)
      parts.push(await applyOneByOne(tx, deeds))
    }
  return inAll(parts)
}
