import { moveChanges } from '@/lib/store/changes-states'
import { lockConnector } from '@/lib/store/connectors'
import { moveGroupChanges } from '@/lib/store/group-changes'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type Run, updateRun } from '@/lib/store/runs'
import type { Hold } from '@/lib/sync/change'
import { holdWithRemovals } from './give-seats'
import { readPlan } from './read-plan'

/**
 * What is held, and with removals whatever builds on one of them; the rest of the plan goes on. What holds people holds
 * groups too: lists that lose their members are a sign of the same.
 */
export async function holdRows(tx: OrganizationTransaction, runId: string, holds: readonly Hold[]): Promise<void> {
  if (holds.length === 0) return
  const everything = holds.some(hold => hold.covers === 'everything')
  const move = { from: 'planned', to: 'held', covers: everything ? 'everything' : 'removals' } as const
  await moveGroupChanges(tx, runId, move)
  if (holds.every(hold => hold.covers === 'groups')) return
  await moveChanges(tx, runId, move)
  if (!everything) await holdWithRemovals(tx, runId)
}

/**
 * A configuration may go live while a plan is being carried out: what was not taken away by then waits for a person, as it
 * would have at the gate. The connector is locked for the rest of the transaction, so that a batch either comes before the
 * new configuration or knows of it. A revert takes back what happened under an older one and asks no configuration.
 */
export async function holdUnderNewConfiguration(tx: OrganizationTransaction, run: Run): Promise<void> {
  const live = (await lockConnector(tx, run.connectorId))?.version ?? null
  if (run.kind === 'revert' || live === null || live === run.connectorVersion) return
  const before = await readPlan(tx, run.id, 'held')
  const args = { used: run.connectorVersion, live }
  const hold: Hold = { code: 'configuration-changed', covers: 'removals', args }
  await holdRows(tx, run.id, [hold])
  const { planHash, removals, changes } = await readPlan(tx, run.id, 'held')
  if (changes === before.changes) return
  const { done, total } = run.progress
  const progress = { done, total: total === null ? null : total - (changes - before.changes) }
  await updateRun(tx, run.id, { holds: [...run.holds, hold], planHash, removals, progress })
}
