import { endSessionsOf } from '@/lib/store/accounts-sessions'
import { inOrganization } from '@/lib/store/organization'
import type { NewOutboxMessage } from '@/lib/store/outbox'

/** A person who may no longer sign in is signed out everywhere: an effect in this same database. */
const endSessionsKind = 'end-sessions'

/** For what no run did: a run ends sessions with the deed itself. @param key names what ended them, once */
export const endSessionsOnce = (key: string, accountId: string): Omit<NewOutboxMessage, 'id'> => ({
  kind: endSessionsKind,
  idempotencyKey: `${endSessionsKind}:${key}`,
  payload: { accountId },
  runId: null,
})

/**
 * Ends the sessions of whoever lost access. The effect and its tick are one transaction, so each happens exactly once.
 * @returns how many messages were delivered
 */
export async function deliverOutbox(organizationId: string, batch = 2_000): Promise<number> {
  for (let delivered = 0; ; ) {
    const ended = await inOrganization(organizationId, tx => endSessionsOf(tx, endSessionsKind, batch))
    delivered += ended
    if (ended < batch) return delivered
  }
}
