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

/**
 * Links an unmanaged account to the person whom the list shows beside it. Whoever uses it is signed out once: somebody else may
 * have opened it. Faults: what speaks against managing the account, `person-has-account`, `busy`.
 */
export function linkToPerson(
  organizationId: string,
  { actor, ...link }: LinkByHand & { actor: AuditEvent['actor'] },
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const refusal = await linkAccount(tx, link, actor)
    if (refusal) return refused(refusal)
    const { accountId, anchor } = link
    await closeRequests(tx, [accountId], 'closed')
    await tell(tx, `link:${anchor}`, 'managed', [accountId])
    await insertOutbox(tx, [{ id: randomUUID(), ...endSessionsOnce(`link:${anchor}:${accountId}`, accountId) }])
    return done(null)
  })
}
