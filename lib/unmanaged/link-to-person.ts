import { randomUUID } from 'node:crypto'
import type { AuditEvent } from '@/lib/audit/record'
import { endSessionsOnce } from '@/lib/messenger/deliver-outbox'
import { linkAccount } from '@/lib/messenger/manage-accounts'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { LinkByHand } from '@/lib/store/link-by-hand'
import { closeRequests } from '@/lib/store/management-requests'
import { inOrganization } from '@/lib/store/organization'
import { insertOutbox } from '@/lib/store/outbox'
import { tell } from './effects-of-review'
import { quote } from './start-review'

/**
 * Links an unmanaged account to somebody in scope of a directory, for what was shown of seats and cost. Whoever uses it is
 * signed out once: somebody else may have opened it. Faults: `quote-changed`, what speaks against managing the account,
 * `person-has-account`, `person-address-taken`, `busy`.
 */
export function linkToPerson(
  organizationId: string,
  { actor, quoteHash, ...link }: LinkByHand & { actor: AuditEvent['actor']; quoteHash: string },
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const quoted = await quote(tx, 'manage', { list: 'unmanaged', filter: { only: [link.accountId] } })
    if (quoted.hash !== quoteHash) return refused('quote-changed')
    const refusal = await linkAccount(tx, link, { actor, details: { quote: quoted } })
    if (refusal) return refused(refusal)
    const { accountId, anchor } = link
    await closeRequests(tx, [accountId], 'closed')
    await tell(tx, `link:${anchor}`, 'managed', [accountId])
    await insertOutbox(tx, [{ id: randomUUID(), ...endSessionsOnce(`link:${anchor}:${accountId}`, accountId) }])
    return done(null)
  })
}
