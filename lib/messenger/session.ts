import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import {
  claimRemoteMessenger,
  openRemoteMessenger,
  pauseRemoteMessenger,
  type RemoteMessengerRow,
  releaseRemoteMessenger,
} from '@/lib/store/remote-messenger'
import type { MessengerFault } from './fault'
import type { Messenger } from './messenger'
import { scimMessenger } from './scim/scim-messenger'

/** Another worker speaks to the other Messenger by now, or its settings are others. */
class ClaimLost extends Error {
  override name = 'ClaimLost'
}

/** One worker's turn with an organization's other Messenger. */
export type Session = {
  organizationId: string
  row: RemoteMessengerRow
  messenger: Messenger
  signal: AbortSignal
  /** Called at points where a test stands in for a killed worker by throwing. */
  failpoint: (point: 'claimed' | 'answered') => void | Promise<void>
  /** A transaction that commits only while the claim stands; it renews it. @throws ClaimLost */
  fenced<T>(work: (tx: OrganizationTransaction) => Promise<T>): Promise<T>
}
export type SessionOptions = {
  owner: string
  signal?: AbortSignal
  leaseSeconds?: number
  failpoint?: Session['failpoint']
}

/** Longer than the slowest request, so that nobody speaks while somebody does. */
const defaultLease = 120

/**
 * Gives `work` the other Messenger, and takes it back. Whoever dies keeps it until the claim has run out.
 * @returns false when there is none, or somebody else has it
 */
export async function withSession(
  organizationId: string,
  options: SessionOptions,
  work: (session: Session) => Promise<void>,
): Promise<boolean> {
  const { owner, signal = new AbortController().signal, leaseSeconds = defaultLease, failpoint = () => {} } = options
  const opened = await inOrganization(organizationId, async tx => {
    const row = await claimRemoteMessenger(tx, owner, leaseSeconds)
    const target = row && (await openRemoteMessenger(tx))
    return row && target ? { row, messenger: scimMessenger(target) } : null
  })
  if (!opened) return false
  const fenced: Session['fenced'] = inner =>
    inOrganization(organizationId, async tx => {
      const row = await claimRemoteMessenger(tx, owner, leaseSeconds)
      const isOther =
        row?.revision !== opened.row.revision || (row.state === 'paused') !== (opened.row.state === 'paused')
      if (isOther) throw new ClaimLost('Another worker, or other settings')
      return inner(tx)
    })
  await work({ organizationId, ...opened, signal, failpoint, fenced }).catch(error => {
    if (!(error instanceof ClaimLost)) throw error
  })
  await inOrganization(organizationId, tx => releaseRemoteMessenger(tx, owner))
  return true
}

/** Seconds before the Messenger is asked again after so many failures of it as a whole, one after the other. */
export function pauseAfter(fault: MessengerFault, failures: number): number {
  if (fault.retryAfterSeconds !== null) return fault.retryAfterSeconds
  if (fault.code === 'scim-token-refused' || fault.code === 'scim-address-refused') return 3600
  return Math.min(1800, 15 * 2 ** Math.min(failures, 10))
}

/** Leaves the Messenger in peace for a while, and says why. @returns for how many seconds */
export async function pauseMessenger(
  tx: OrganizationTransaction,
  fault: MessengerFault,
  failures: number,
): Promise<number> {
  const seconds = pauseAfter(fault, failures)
  await pauseRemoteMessenger(tx, {
    trouble: { code: fault.code, detail: fault.detail },
    failures: failures + 1,
    pausedUntil: new Date(Date.now() + seconds * 1000),
  })
  return seconds
}
