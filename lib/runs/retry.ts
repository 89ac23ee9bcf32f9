import { inOrganization } from '@/lib/store/organization'
import { type Run, updateRun } from '@/lib/store/runs'
import { holdFence } from '@/lib/store/runs-lease'
import { databaseNow } from '@/lib/store/schedule-clocks'
import type { RunFault } from './fault'
import type { RunWork } from './run-work'

/** Minutes after which a scheduled run that could not read tries again; after the last one it fails. */
export const retryMinutes = [1, 5, 15] as const
const minute = 60_000

/** Faults of the way to the directory, and of a directory that is busy or just starting: they may be over in a moment. */
const passing: ReadonlySet<string> = new Set([
  'name-not-found',
  'connection-refused',
  'connection-timeout',
  'connection-lost',
  'network-unreachable',
  'bind-lost',
  'server-not-synchronized',
  'time-limit',
  'agent-offline',
])
/** LDAP's busy and unavailable (RFC 4511 appendix A). */
const passingResults: ReadonlySet<number> = new Set([51, 52])

/** Whether a fault may be over by itself. */
export const mayPass = ({ code, args }: RunFault): boolean =>
  passing.has(code) || (code === 'result-code' && passingResults.has(Number(args.code)))

/**
 * Whether a run tries again by itself. A person sees the fault and decides; a schedule tries what may pass. A refused
 * password never passes by itself, and a plan that is held waits for a person. Once a change was made, nothing is repeated.
 */
export const triesAgain = (run: Pick<Run, 'cause' | 'state' | 'retries'>, fault: RunFault): boolean =>
  run.cause === 'scheduled' && run.state === 'importing' && run.retries < retryMinutes.length && mayPass(fault)

/**
 * Puts the run back for later, with the fault to be shown until then.
 * @throws LeaseLost
 */
export function putOff(work: Pick<RunWork, 'organizationId' | 'runId' | 'fence'>, fault: RunFault): Promise<void> {
  return inOrganization(work.organizationId, async tx => {
    const run = await holdFence(tx, work.runId, work.fence)
    const now = await databaseNow(tx)
    const retryAt = new Date(now.getTime() + (retryMinutes[run.retries] ?? 0) * minute)
    const free = { leaseOwner: null, leaseUntil: null }
    await updateRun(tx, work.runId, { retryAt, retries: run.retries + 1, fault, ...free })
  })
}
