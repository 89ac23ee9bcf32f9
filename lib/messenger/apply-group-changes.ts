import type { Anchor } from '@/lib/directory/anchor'
import type { PendingGroupChange } from '@/lib/store/group-changes-states'
import { applyGroupKind, type GroupDeed, type GroupDone } from '@/lib/store/groups-apply'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { savepoint, sqlState } from '@/lib/store/savepoint'
import type { GroupAspect, GroupChangeKind } from '@/lib/sync/groups/group-change'

/** Why a change of a group could not be carried out; sentences in lib/words/en/runs.json. */
export type GroupFailure = 'list-address-taken' | 'group-changed' | 'value-refused'
type Carried = { done: GroupDone[]; failed: { anchor: Anchor; failure: GroupFailure }[] }
type WithAspect<T> = T & { aspect: GroupAspect }
export type AppliedGroups = {
  done: WithAspect<Carried['done'][number]>[]
  failed: WithAspect<Carried['failed'][number]>[]
}
export type GroupOrder = { connectorId: string; runId: string; changes: readonly PendingGroupChange[] }

/**
 * Carries out rows of a plan about groups and who is in them, in their phases, those of one kind with one statement. When the
 * database refuses a statement, its rows are tried one by one, each in a savepoint, so that one bad row fails alone.
 * @throws when the connection is lost or the transaction cannot go on
 */
export async function applyGroupChanges(tx: OrganizationTransaction, order: GroupOrder): Promise<AppliedGroups> {
  const applied: AppliedGroups = { done: [], failed: [] }
  // A phase and kind have one aspect, so that each anchor is there once.
  const together = [...Map.groupBy(order.changes, ({ phase, kind }) => `${phase} ${kind}`).values()]
  for (const rows of together.sort(([a], [b]) => (a?.phase ?? 0) - (b?.phase ?? 0))) {
    const [first] = rows
    if (!first) continue
    const { done, failed } = await carryOut(tx, first.kind, { ...order, rows: rows.map(toDeed) })
    const { aspect } = first
    applied.done.push(...done.map(one => ({ ...one, aspect })))
    applied.failed.push(...failed.map(one => ({ ...one, aspect })))
  }
  return applied
}

const toDeed = ({ anchor, groupKind, groupId, after }: PendingGroupChange): GroupDeed => ({
  ...{ anchor, groupKind, groupId, after },
})

type Order = Omit<GroupOrder, 'changes'> & { rows: readonly GroupDeed[] }

async function carryOut(tx: OrganizationTransaction, kind: GroupChangeKind, order: Order): Promise<Carried> {
  try {
    return await attempt(tx, kind, order)
  } catch (error) {
    failureOf(error)
    return oneByOne(tx, kind, order)
  }
}

async function oneByOne(tx: OrganizationTransaction, kind: GroupChangeKind, order: Order): Promise<Carried> {
  const all: Carried = { done: [], failed: [] }
  for (const row of order.rows) {
    try {
      const { done, failed } = await attempt(tx, kind, { ...order, rows: [row] })
      all.done.push(...done)
      all.failed.push(...failed)
    } catch (error) {
      all.failed.push({ anchor: row.anchor, failure: failureOf(error) })
    }
  }
  return all
}

/** A row without an answer found its group, or the link to it, other than planned. */
async function attempt(tx: OrganizationTransaction, kind: GroupChangeKind, order: Order): Promise<Carried> {
  const { connectorId, runId, rows } = order
  const done = await savepoint(tx, inner => applyGroupKind(inner, kind, { connectorId, runId, rows }))
  const answered = new Set(done.map(one => one.anchor))
  const missing = rows.filter(row => !answered.has(row.anchor))
  return { done, failed: missing.map(({ anchor }) => ({ anchor, failure: 'group-changed' })) }
}

/** SQLSTATE 23505 is a unique violation; classes 22 and 23 are about values, all others about the connection or a bug. */
function failureOf(error: unknown): GroupFailure {
  const state = sqlState(error)
  if (state === '23505') return 'list-address-taken'
  if (state?.startsWith('22') || state?.startsWith('23')) return 'value-refused'
  throw error
}
