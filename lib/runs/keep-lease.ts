import { inOrganization } from '@/lib/store/organization'
import { extendLease } from '@/lib/store/runs-lease'

export type Claim = { organizationId: string; runId: string; fence: number }

/**
 * Renews a claim every third of its length until `stop` is called. The controller is aborted when the claim is over or
 * an admin asked to cancel, so that a slow directory does not keep a run that is no longer ours.
 */
export function keepLease(claim: Claim, leaseSeconds: number, controller: AbortController): { stop(): Promise<void> } {
  let beating: Promise<void> = Promise.resolve()
  const beat = async () => {
    try {
      const answer = await inOrganization(claim.organizationId, tx =>
        extendLease(tx, claim.runId, claim.fence, leaseSeconds),
      )
      if (answer === null || answer.cancelRequested) controller.abort()
    } catch {
      // A database that does not answer now may answer at the next beat; if not, the lease runs out and says so.
    }
  }
  const timer = setInterval(
    () => {
      beating = beating.then(beat)
    },
    (leaseSeconds * 1000) / 3,
  )
  return {
    async stop() {
      clearInterval(timer)
      await beating
    },
  }
}
