import { isQuiet } from '@/lib/schedule/quiet-hours'
import { leaveHeld, moveChanges } from '@/lib/store/changes-states'
import { readConnector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { updateRun } from '@/lib/store/runs'
import { holdWithRemovals } from './give-seats'
import type { Planning } from './planning'

/**
 * In quiet hours a scheduled run removes nobody: removals, and whatever builds on one of them, are left for the first run
 * after. What the gate holds is not delayed, because a person decides about it, whenever they like.
 */
export async function delayRemovals(tx: OrganizationTransaction, { work, run, now }: Planning): Promise<void> {
  if (run.cause !== 'scheduled') return
  const connector = await readConnector(tx, run.connectorId)
  const organization = await readOrganization(tx)
  if (!connector?.schedule || !organization || !isQuiet(connector.schedule, organization.timeZone, now)) return
  await moveChanges(tx, work.runId, { from: 'planned', to: 'held', covers: 'removals' })
  await holdWithRemovals(tx, work.runId)
  const delayedRemovals = await leaveHeld(tx, work.runId, 'quiet-hours')
  await updateRun(tx, work.runId, { delayedRemovals })
}
