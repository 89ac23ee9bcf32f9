import { SecretMissing } from '@/lib/connectors/load-target'
import { env } from '@/lib/env'
import { type Advanced, advanceRun, end } from '@/lib/runs/advance-run'
import { type Claim, keepLease } from '@/lib/runs/keep-lease'
import { beginSlot } from '@/lib/runs/slot'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { claimRun, releaseLease } from '@/lib/store/runs-lease'
import { compareUnmanaged } from '@/lib/unmanaged/compare'
import type { Job } from './boss'
import { beyondCaps, endsAt, isSuspect, mostTakeovers } from './caps'
import { Gate } from './gate'
import { log } from './log'
import { Quarantine } from './quarantine'
import { noDirectory, openSource } from './source'

/** Runs at one directory server that a worker carries on at once, so that a slow one does not keep all others waiting. */
const hosts = new Gate(2)
/** Runs of one organization at once, so that one with many connectors leaves room for the others. */
const organizations = new Gate(4)
const quarantine = new Quarantine(60_000)

/** What became of a run: where it stands, or `left` to somebody else or for later. */
export type WorkedOn = Advanced | 'left'

/**
 * Claims the run that a job names and carries it on, keeping the claim alive. A run that is not free is left alone.
 * @param slotSeconds how long it may work at a stretch; undefined = as long as it takes
 */
export async function workOnRun(
  { organizationId, id: runId }: Job,
  owner: string,
  stopping: AbortSignal,
  slotSeconds: number | undefined = env().ENROLLMENT_SLOT_SECONDS,
): Promise<WorkedOn> {
  const { ENROLLMENT_LEASE_SECONDS: leaseSeconds, ENROLLMENT_RUN_HOURS: hours } = env()
  const run = await inOrganization(organizationId, tx => claimRun(tx, runId, owner, leaseSeconds))
  if (!run) return 'left'
  const claim = { organizationId, runId, fence: run.fence }
  const beyond = beyondCaps(run, hours, Date.now())
  if (beyond) return end(claim, 'failed', beyond)
  const controller = new AbortController()
  const lease = keepLease(claim, leaseSeconds, controller)
  const timer = setTimeout(() => controller.abort(), Math.min(endsAt(run, hours) - Date.now(), longestTimer))
  try {
    const signal = AbortSignal.any([stopping, controller.signal])
    const state = await carryOn(run, claim, signal, slotSeconds)
    if (hasRead.includes(state)) await compare(organizationId)
    log().info({ run: run.number, state }, 'run')
    return state
  } catch (error) {
    return await giveUp(run, claim, error)
  } finally {
    clearTimeout(timer)
    await lease.stop()
  }
}

/** Timers count milliseconds in 32 bits. */
const longestTimer = 2 ** 31 - 1

/** After these a directory says something new of whom nobody manages. */
const hasRead: readonly WorkedOn[] = ['finished', 'previewed', 'held']

/** What does not succeed is done after the next run, or when somebody asks for it; the run has ended all the same. */
async function compare(organizationId: string): Promise<void> {
  await compareUnmanaged(organizationId).catch(error => log().warn({ error }, 'compare unmanaged users'))
}

async function carryOn(run: Run, claim: Claim, signal: AbortSignal, seconds: number | undefined): Promise<WorkedOn> {
  const leave = quarantine.enter(isSuspect(run), Date.now())
  if (!leave) return giveBack(claim)
  try {
    return await carryOnBeside(run, claim, signal, seconds)
  } finally {
    leave()
  }
}

/** Not now: whoever finds it next may have it. */
async function giveBack({ organizationId, runId, fence }: Claim): Promise<'left'> {
  await inOrganization(organizationId, tx => releaseLease(tx, runId, fence))
  return 'left'
}

async function carryOnBeside(
  run: Run,
  claim: Claim,
  signal: AbortSignal,
  seconds: number | undefined,
): Promise<WorkedOn> {
  const work = { ...claim, signal, ...slotOf(seconds) }
  // A revert asks nothing of the directory, and needs no password.
  if (run.kind === 'revert') return advanceRun({ ...work, source: noDirectory })
  const { organizationId, runId } = claim
  const opened = await openSource(organizationId, run.connectorId, run.connectorVersion, `run:${runId}`)
  const { source, credentials, host } = opened
  const leave = enterBoth(claim.organizationId, host)
  if (!leave) return giveBack(claim)
  try {
    return await advanceRun({ ...work, source, credentials })
  } finally {
    leave()
  }
}

function enterBoth(organizationId: string, host: string): (() => void) | null {
  const leaveHost = hosts.enter(host)
  const leaveOrganization = leaveHost && organizations.enter(organizationId)
  if (leaveOrganization)
    return () => {
      leaveOrganization()
      leaveHost()
    }
  leaveHost?.()
  return null
}

/** Only a host that ends its programs after a while sets how long they may work. */
const slotOf = (seconds: number | undefined) => (seconds === undefined ? {} : { slot: beginSlot(seconds * 1000) })

/** What is no fault of the directory: tried again when the lease has run out, but not for ever. */
async function giveUp(run: Run, claim: Claim, error: unknown): Promise<WorkedOn> {
  if (error instanceof SecretMissing) return end(claim, 'failed', { code: error.code, args: {} })
  log().error({ run: run.number, takeovers: run.takeovers, error }, 'A run met an error that nobody foresaw')
  return run.takeovers + 1 >= mostTakeovers ? end(claim, 'failed', { code: 'unexpected', args: {} }) : 'left'
}
