import { env } from '@/lib/env'
import { anyTold } from '@/lib/store/alert-notices'
import { endAlerts } from '@/lib/store/alerts'
import { listFailingMessengers, listRecoveredMessengers, readFailure } from '@/lib/store/messengers-failing'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readRemoteMessenger } from '@/lib/store/remote-messenger'
import { overdueBefore } from './overdue'
import { raiseAlert } from './raise-alert'

/**
 * Tells administrators of other Messengers that have failed for so many hours, or for a reason that does not pass by itself,
 * and of those that work again. What still stands a day later is met again.
 */
export async function lookForMessengers(now: Date = new Date()): Promise<void> {
  const before = overdueBefore(now, env().ENROLLMENT_OVERDUE_HOURS)
  const failing = await acrossOrganizations('look for other Messengers that fail', tx =>
    listFailingMessengers(tx, before, now),
  )
  for (const { organizationId } of failing) await inOrganization(organizationId, tx => tellFailure(tx, before, now))
  const well = await acrossOrganizations('look for other Messengers that work again', listRecoveredMessengers)
  for (const { organizationId } of well) await inOrganization(organizationId, tx => tellRecovery(tx, now))
}

async function tellFailure(tx: OrganizationTransaction, before: Date, now: Date): Promise<void> {
  const failure = await readFailure(tx, before, now)
  if (!failure) return
  const because = failure.trouble === null ? [] : [{ code: failure.trouble.code, args: {} }]
  await raiseAlert(tx, { ...ofAll(tx, now), event: 'messenger-failing', cause: 'failing', because })
}

async function tellRecovery(tx: OrganizationTransaction, now: Date): Promise<void> {
  const over = await endAlerts(tx, tx.organizationId, ['messenger-failing'], now)
  if (!(await readRemoteMessenger(tx)) || !(await anyTold(tx, over))) return
  await raiseAlert(tx, { ...ofAll(tx, now), event: 'messenger-recovered', cause: now.toISOString(), because: [] })
  await endAlerts(tx, tx.organizationId, ['messenger-recovered'], now)
}

/** It is about no connector, and no run met it. */
const ofAll = (tx: OrganizationTransaction, at: Date) => ({
  ...{ connectorId: tx.organizationId, runId: null, runNumber: null, at },
})
