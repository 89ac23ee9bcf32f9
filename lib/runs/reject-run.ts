import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { lockRun, updateRun } from '@/lib/store/runs'
import { isWaiting } from '@/lib/sync/run-state'
import { actorOf } from './actor'

/** Says no to a plan that waits: nothing of it is ever carried out. Fault: `run-not-waiting`. */
export function rejectRun(
  organizationId: string,
  { runId, reason = '', rejectedBy }: { runId: string; reason?: string; rejectedBy: string },
): Promise<Outcome<{ runId: string }>> {
  return inOrganization(organizationId, async tx => {
    const run = await lockRun(tx, runId)
    if (!run || !isWaiting(run.state)) return refused('run-not-waiting')
    await updateRun(tx, runId, { state: 'rejected' })
    await recordAudit(tx, {
      actor: actorOf(rejectedBy),
      event: 'run.rejected',
      target: { kind: 'run', id: runId },
      runId,
      connectorVersion: run.connectorVersion,
      details: { number: run.number, reason: reason.trim() },
    })
    return done({ runId })
  })
}
