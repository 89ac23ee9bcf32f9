import { env } from '@/lib/env'
import { listSilent, readSilence } from '@/lib/store/alerts-due'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { overdueBefore } from './overdue'
import { raiseAlert } from './raise-alert'

/**
 * Tells administrators of connectors that should have run so many hours ago and have not, for whatever reason: nobody at
 * work, a refused password, a run that never began. What still stands a day later is met again.
 */
export async function lookForSilence(now: Date = new Date()): Promise<void> {
  const hours = env().ENROLLMENT_OVERDUE_HOURS
  const before = overdueBefore(now, hours)
  const silent = await acrossOrganizations('look for connectors that do not run', tx => listSilent(tx, before, now))
  for (const { organizationId, id } of silent)
    await inOrganization(organizationId, async tx => {
      const silence = await readSilence(tx, id, before, now)
      if (!silence) return
      const because = [silence.leftOut ?? { code: 'overdue', args: { hours } }]
      const cause = because[0]?.code ?? 'overdue'
      const about = { connectorId: id, runId: null, runNumber: null, at: now }
      await raiseAlert(tx, { ...about, event: 'nothing-ran', cause, because })
    })
}
