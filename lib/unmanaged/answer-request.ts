import { setTimeout as pause } from 'node:timers/promises'
import { recordAudit } from '@/lib/audit/record'
import { carryOut } from '@/lib/messenger/manage-accounts'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { NotReady } from '@/lib/store/account-readiness'
import { readAccountAddress } from '@/lib/store/accounts-facts'
import { settleAsked } from '@/lib/store/accounts-manage'
import { lockSeats } from '@/lib/store/licenses'
import { type ManagementRequest, readRequest, updateRequest } from '@/lib/store/management-requests'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { readLinkToken } from '@/lib/vault/signed-link'
import { tell } from './effects-of-review'

/** What the page behind a link shows; `unknown` for a link that is not ours. */
export type AskedPerson =
  | { state: 'unknown' }
  | {
      state: ManagementRequest['state']
      company: string
      timeZone: string
      email: string
      message: string
      expiresAt: Date
    }

/** Reading changes nothing: mail systems follow links too. */
export async function readAsked(token: string, now = new Date()): Promise<AskedPerson> {
  const named = readLinkToken('management-request', token)
  if (!named) return { state: 'unknown' }
  return inOrganization(named.organizationId, async tx => {
    const request = await readRequest(tx, named.id)
    const person = request && (await readAccountAddress(tx, request.accountId))
    if (!request || !person) return { state: 'unknown' }
    const { name: company = '', timeZone = 'UTC' } = (await readOrganization(tx)) ?? {}
    const { message, expiresAt } = request
    return { state: stateOf(request, now), company, timeZone, email: person.email, message, expiresAt }
  })
}

/** Message keys have no hyphens. */
const reasonOf = (notReady: NotReady | undefined): string => (notReady ?? 'gone').replaceAll('-', '')

const stateOf = ({ state, expiresAt }: ManagementRequest, now: Date) =>
  state === 'open' && expiresAt <= now ? 'expired' : state

/** An account that a run is writing at that moment is tried again so often. */
const tries = 20

/**
 * What a person answers, once. Accepting brings the account under management as an administrator would, who had nothing more
 * to say. Faults: `request-unknown`, `request-over` (answered, expired, withdrawn or closed), `request-not-possible` with the
 * reason, `request-busy`.
 */
export async function answerRequest(
  token: string,
  answer: { accept: boolean; text: string },
  now = new Date(),
): Promise<Outcome<null>> {
  const named = readLinkToken('management-request', token)
  if (!named) return refused('request-unknown')
  for (let left = tries; left > 0; left--) {
    const outcome = await inOrganization(named.organizationId, tx => settle(tx, named.id, answer, now))
    if (outcome !== 'busy') return outcome
    await pause(100)
  }
  return refused('request-busy')
}

async function settle(
  tx: OrganizationTransaction,
  requestId: string,
  { accept, text }: { accept: boolean; text: string },
  now: Date,
): Promise<Outcome<null> | 'busy'> {
  // In the same order as work on many: seats, accounts, requests.
  if (accept) await lockSeats(tx)
  const request = await readRequest(tx, requestId, { lock: true })
  if (!request) return refused('request-unknown')
  if (stateOf(request, now) !== 'open') return refused('request-over')
  const { accountId } = request
  const actor = { kind: 'person', id: accountId } as const
  if (accept) {
    const {
      done: managed,
      notReady,
      busy,
    } = await carryOut(tx, 'manage', { ids: [accountId], actor, details: { requestId } })
    if (busy.length > 0) return 'busy'
    if (managed.length === 0) return refused('request-not-possible', { reason: reasonOf(notReady.get(accountId)) })
    await tell(tx, requestId, 'managed', [accountId])
  } else await settleAsked(tx, [accountId], 'declined')
  const state = accept ? 'accepted' : 'declined'
  await updateRequest(tx, requestId, { state, answeredAt: now, answer: text === '' ? null : text, nextAt: null })
  const target = { kind: 'account', id: accountId }
  await recordAudit(tx, { actor, event: `request.${state}`, target, details: { requestId, text } })
  return done(null)
}
