import type { OrganizationTransaction } from '@/lib/store/organization'
import type { ChangeKind } from '@/lib/sync/change'
import { type Applied, applyRows, byKind, failureOf, inAll, type PlannedDeed, type PlannedDeeds } from './apply-rows'
import { type Moves, moveTogether } from './move-together'

/**
 * Carries out rows of a plan, in their phases, those of one kind with one statement. When the database refuses a statement,
 * its halves are tried, each in a savepoint, so that one bad row fails alone, with those that wait for its address.
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
  for (const [kind, deeds] of byKind(all)) parts.push(await applyInHalves(tx, kind, deeds))
  return inAll(parts)
}

/** All rows of one kind at once; refused, each half by itself: one bad row of 5,000 costs two dozen statements. */
async function applyInHalves(tx: OrganizationTransaction, kind: ChangeKind, deeds: PlannedDeeds): Promise<Applied> {
  const { rows, ...plan } = deeds
  try {
    return await applyRows(tx, kind, deeds)
  } catch (error) {
    const failure = failureOf(error)
    const [only, ...others] = rows
    if (only && others.length === 0) return { done: [], failed: [{ anchor: only.anchor, failure }] }
    const middle = rows.length >> 1
    const first = await applyInHalves(tx, kind, { ...plan, rows: rows.slice(0, middle) })
    return inAll([first, await applyInHalves(tx, kind, { ...plan, rows: rows.slice(middle) })])
  }
}
