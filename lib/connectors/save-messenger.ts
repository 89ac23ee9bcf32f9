import { recordAudit } from '@/lib/audit/record'
import { readAuthority } from '@/lib/directory/authority'
import { wakeForMessenger } from '@/lib/jobs/wake'
import { done, type Outcome, refused } from '@/lib/outcome'
import { MessengerSettings } from '@/lib/settings/messenger'
import { type ExportKind, requestEverybody } from '@/lib/store/exported-accounts'
import { requestListExports } from '@/lib/store/exported-groups'
import { hurryExports, retryRefused } from '@/lib/store/exported-objects'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import {
  deleteRemoteMessenger,
  type RemoteMessengerRow,
  readRemoteMessenger,
  saveRemoteMessenger,
  updateRemoteMessenger,
} from '@/lib/store/remote-messenger'
import type { Actor } from './actor'
import { faultsOf } from './faults'

/**
 * Stores where another Messenger is, and has the connection tested. A token is kept for the address and the authority that
 * it was given for. Faults: `messenger-url-invalid`, `messenger-token-invalid`, `messenger-token-needed`,
 * `messenger-authority-too-large`, and those of an authority's certificate.
 */
export async function changeMessenger(organizationId: string, actor: Actor, settings: unknown): Promise<Outcome<null>> {
  const parsed = MessengerSettings.safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'messenger') }
  const wanted = parsed.data
  const authority = wanted.authority === null ? null : readAuthority(wanted.authority)
  if (authority && !authority.ok)
    return { ok: false, faults: authority.faults.map(fault => ({ ...fault, path: 'messenger.authority' })) }
  const outcome = await inOrganization(organizationId, async tx => {
    const before = await readRemoteMessenger(tx)
    const isElsewhere = before?.baseUrl !== wanted.baseUrl
    const isSameTarget = !isElsewhere && before?.authority === wanted.authority
    if (!isSameTarget && wanted.token === null) return refused('messenger-token-needed', {}, 'messenger.token')
    await saveRemoteMessenger(tx, wanted, isElsewhere)
    await hurryExports(tx)
    const { token, ...after } = wanted
    await record(tx, actor, 'messenger.changed', { before: before && shownOf(before), after, newToken: token !== null })
    return done(null)
  })
  if (outcome.ok) await wakeForMessenger(organizationId)
  return outcome
}

const shownOf = ({ baseUrl, authority, verifiesAddresses, drift }: RemoteMessengerRow) => ({
  ...{ baseUrl, authority, verifiesAddresses, drift },
})

export type MessengerOrder =
  | { do: 'test' | 'read' | 'export' | 'pause' | 'remove' }
  | { do: 'retry'; only: { kind: ExportKind; objectId: string } | null }

/**
 * What an administrator has done with the other Messenger. Faults: `messenger-not-set-up`; `messenger-not-read`, because
 * nothing is written where nobody has seen what is there.
 */
export async function orderMessenger(
  organizationId: string,
  actor: Actor,
  order: MessengerOrder,
): Promise<Outcome<null>> {
  const outcome = await inOrganization(organizationId, async tx => {
    const row = await readRemoteMessenger(tx)
    if (!row) return refused('messenger-not-set-up')
    if (order.do === 'export' && !row.reading?.complete) return refused('messenger-not-read')
    await carryOut(tx, row, order)
    if (order.do !== 'remove') await hurryExports(tx)
    if (order.do !== 'test' && order.do !== 'read')
      await record(tx, actor, `messenger.${events[order.do]}`, { ...order })
    return done(null)
  })
  if (outcome.ok) await wakeForMessenger(organizationId)
  return outcome
}

const events = { export: 'export-started', pause: 'export-paused', remove: 'removed', retry: 'retried' } as const

async function carryOut(tx: OrganizationTransaction, row: RemoteMessengerRow, order: MessengerOrder): Promise<void> {
  const atOnce = { pausedUntil: null, trouble: null, failures: 0 }
  switch (order.do) {
    case 'test':
      return updateRemoteMessenger(tx, { testDueAt: new Date() })
    case 'read':
      return updateRemoteMessenger(tx, { readDueAt: new Date(), ...atOnce })
    case 'pause':
      return updateRemoteMessenger(tx, { state: 'paused' })
    case 'remove':
      return deleteRemoteMessenger(tx)
    case 'retry':
      await retryRefused(tx, order.only)
      return updateRemoteMessenger(tx, atOnce)
    case 'export':
      await updateRemoteMessenger(tx, { state: 'exporting', ...atOnce })
      if (row.state === 'reading') {
        await requestEverybody(tx, `start:${row.revision}:${row.reading?.at}`)
        await requestListExports(tx, null)
      }
  }
}

const record = (tx: OrganizationTransaction, actor: Actor, event: string, details: Record<string, unknown>) =>
  recordAudit(tx, { actor, event, target: { kind: 'organization', id: tx.organizationId }, details })
