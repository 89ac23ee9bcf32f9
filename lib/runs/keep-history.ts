import { recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/env'
import { deleteOutlived, listOutlived, type Retention } from '@/lib/store/history'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'

/** Newest runs of a connector that stay whatever their age. */
const newest = 20
/** Runs deleted in one transaction. */
const most = 20
const day = 86_400_000

/**
 * Lets runs go that ended longer ago than the operator keeps history: plan, snapshot and report together, so that no run
 * is shown with half of what it was. What happened to each account stays in the record.
 */
export async function keepHistory(now: Date = new Date()): Promise<void> {
  const retention: Retention = { before: new Date(now.getTime() - env().ENROLLMENT_HISTORY_DAYS * day), newest }
  const organizations = await acrossOrganizations('look for old history', tx => listOutlived(tx, retention))
  for (const organizationId of organizations) while ((await letGo(organizationId, retention)) === most);
}

function letGo(organizationId: string, retention: Retention): Promise<number> {
  return inOrganization(organizationId, async tx => {
    const runs = await deleteOutlived(tx, retention, most)
    if (runs > 0)
      await recordAudit(tx, {
        actor: { kind: 'system', id: 'history' },
        event: 'history.deleted',
        target: { kind: 'organization', id: organizationId },
        details: { runs, before: retention.before.toISOString() },
      })
    return runs
  })
}
