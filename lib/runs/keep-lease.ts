import { inOrganization } from '@/lib/store/organization'
import { extendLease, readLease } from '@/lib/store/runs-lease'

export type Claim = { organizationId: string; runId: string; fence: number }

/** Whoever cancels a run sees it end within a second, however long a claim lasts. */
const millisecondsBetweenLooks = 500

/**
 * Renews a claim every third of its length, and looks twice a second whether it still counts, until `stop` is called. The
 * controller is aborted when the claim is over or an admin asked to cancel, so that a slow directory does not keep a run
 * that is no longer ours.
 */
export function keepLease(claim: Claim, leaseSeconds: number, controller: AbortController): { stop(): Promise<void> } {
  const third = (leaseSeconds * 1000) / 3
  let looking: Promise<void> | null = null
  let renewedAt = performance.now()
  const look = async () => {
    const isDue = performance.now() - renewedAt >= third
    try {
      const answer = await inOrganization(claim.organizationId, tx =>
        isDue ? extendLease(tx, claim.runId, claim.fence, leaseSeconds) : readLease(tx, claim.runId, claim.fence),
      )
      if (isDue) renewedAt = performance.now()
      if (answer === null || answer.cancelRequested) controller.abort()
    } catch {
      // A database that does not answer now may answer at the next look; if not, the lease runs out and says so.
    }
  }
  const timer = setInterval(
    () => {
      // A slow answer is waited for, not asked for again.
      looking ??= look().finally(() => {
        looking = null
      })
    },
    Math.min(millisecondsBetweenLooks, third / 2),
  )
  return {
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
