import { SecretMissing } from '@/lib/connectors/load-target'
import { env } from '@/lib/env'
import { advanceRun, end } from '@/lib/runs/advance-run'
import { keepLease } from '@/lib/runs/keep-lease'
import { beginSlot } from '@/lib/runs/slot'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { claimRun } from '@/lib/store/runs-lease'
import type { Job } from './boss'
import { log } from './log'
import { openSource } from './source'

/** After so many claims an error that nobody foresaw ends the run instead of being tried again. */
const mostClaims = 5

/** Claims the run that a job names and carries it on, keeping the claim alive. A run that is not free is left alone. */
export async function workOnRun(
  { organizationId, id: runId }: Job,
  owner: string,
  stopping: AbortSignal,
): Promise<void> {
  const { ENROLLMENT_LEASE_SECONDS: leaseSeconds, ENROLLMENT_SLOT_SECONDS: seconds } = env()
  const run = await inOrganization(organizationId, tx => claimRun(tx, runId, owner, leaseSeconds))
  if (!run) return
  const claim = { organizationId, runId, fence: run.fence }
  const controller = new AbortController()
  const lease = keepLease(claim, leaseSeconds, controller)
  try {
    const { source, credentials } = await openSource(organizationId, run.connectorId, run.connectorVersion)
    const signal = AbortSignal.any([stopping, controller.signal])
    const state = await advanceRun({ ...claim, source, credentials, signal, ...slotOf(seconds) })
    log().info({ run: run.number, state }, 'run')
  } catch (error) {
    await giveUp(run, claim, error)
  } finally {
    await lease.stop()
  }
}

/** Only a host that ends its programs after a while sets how long they may work. */
const slotOf = (seconds: number | undefined) => (seconds === undefined ? {} : { slot: beginSlot(seconds * 1000) })

/** What is no fault of the directory: tried again when the lease has run out, but not for ever. */
async function giveUp(run: Run, claim: Parameters<typeof end>[0], error: unknown): Promise<void> {
  if (error instanceof SecretMissing) {
    await end(claim, 'failed', { code: error.code, args: {} })
    return
  }
  log().error({ run: run.number, claims: run.fence, error }, 'A run met an error that nobody foresaw')
  if (run.fence >= mostClaims) await end(claim, 'failed', { code: 'unexpected', args: {} })
}
