import { recordAudit } from '@/lib/audit/record'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { lockRun, type Run, updateRun } from '@/lib/store/runs'
import { listOverduePlans } from '@/lib/store/runs-due'
import { isWaiting } from '@/lib/sync/run-state'

/** How long a plan waits for a person. */
const planLivesHours = 72
const hour = 3_600_000

export const expiryOf = (finishedAt: Date): Date => new Date(finishedAt.getTime() + planLivesHours * hour)

export const isOverdue = ({ state, finishedAt }: Run, now: Date): boolean =>
  isWaiting(state) && finishedAt !== null && now > expiryOf(finishedAt)

/** A plan that nobody decided about in time is over, whether somebody looks at it or not; the record says so. */
export async function expirePlans(now: Date = new Date()): Promise<void> {
  const before = new Date(now.getTime() - planLivesHours * hour)
  const overdue = await acrossOrganizations('look for overdue plans', tx => listOverduePlans(tx, before))
  for (const { organizationId, id } of overdue)
    await inOrganization(organizationId, async tx => {
      const run = await lockRun(tx, id)
      if (run && isOverdue(run, now)) await expireRun(tx, run)
    })
}

/** The caller holds the run's lock. */
export async function expireRun(tx: OrganizationTransaction, run: Run): Promise<void> {
  await updateRun(tx, run.id, { state: 'expired' })
  await recordAudit(tx, {
    actor: { kind: 'system', id: 'expiry' },
    event: 'run.expired',
    target: { kind: 'run', id: run.id },
    runId: run.id,
    connectorVersion: run.connectorVersion,
    details: { number: run.number, planHash: run.planHash, removals: run.removals, hours: planLivesHours },
  })
}
