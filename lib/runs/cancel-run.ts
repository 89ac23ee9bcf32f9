import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { lockRun, updateRun } from '@/lib/store/runs'
import { isActive } from '@/lib/sync/run-state'
import { actorOf } from './actor'
import { endRun } from './end-run'

/**
 * Asks a run to end. One that nobody works on ends at once; one at work ends after its present batch. What was applied
 * stays. Fault: `run-not-active`.
 */
export function cancelRun(
  organizationId: string,
  { runId, cancelledBy }: { runId: string; cancelledBy: string },
): Promise<Outcome<{ runId: string }>> {
  return inOrganization(organizationId, async tx => {
    const run = await lockRun(tx, runId)
    if (!run || !isActive(run.state)) return refused('run-not-active')
    await recordAudit(tx, {
      actor: actorOf(cancelledBy),
      event: 'run.cancel-requested',
      target: { kind: 'run', id: runId },
      runId,
      connectorVersion: run.connectorVersion,
      details: { number: run.number },
    })
    await updateRun(tx, runId, { cancelRequestedAt: new Date(), retryAt: null })
    if (run.state === 'queued' && run.leaseUntil === null)
      await endRun(tx, runId, 'cancelled', { code: 'cancelled-by-admin', args: {} })
    return done({ runId })
  })
}
