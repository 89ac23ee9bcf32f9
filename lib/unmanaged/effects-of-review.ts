import { randomUUID } from 'node:crypto'
import { endSessionsOnce } from '@/lib/messenger/deliver-outbox'
import type { AccountDeed, Carried } from '@/lib/messenger/manage-accounts'
import { outboxMessage } from '@/lib/notify/message'
import { closeRequests } from '@/lib/store/management-requests'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox } from '@/lib/store/outbox'
import type { ReviewJob } from '@/lib/store/review-jobs'
import { askPeople, askPeopleAgain } from './ask-people'

/** What follows from a batch for the people, in its transaction: mails, requests, ended sessions, each once per job and person. */
export async function effectsOf(
  tx: OrganizationTransaction,
  job: Pick<ReviewJob, 'id' | 'options' | 'requestedBy'>,
  deed: AccountDeed,
  { done: ids, left }: Pick<Carried, 'done' | 'left'>,
): Promise<void> {
  switch (deed) {
    case 'manage':
    case 'leave-apart':
      await closeRequests(tx, ids, 'closed')
      if (deed === 'manage') await tell(tx, job.id, 'managed', ids)
      return
    case 'ask':
      return askPeople(tx, { ids, message: String(job.options.message ?? ''), askedBy: job.requestedBy })
    case 'ask-again':
      return askPeopleAgain(tx, ids)
    case 'withdraw':
      await closeRequests(tx, ids, 'withdrawn')
      return
    case 'suspend':
      return insertOutbox(
        tx,
        ids.map(id => ({ id: randomUUID(), ...endSessionsOnce(`${job.id}:${id}`, id) })),
      )
    case 'unmanage':
      return tellUnmanaged(tx, job.id, ids, left)
    case 'reactivate':
    case 'consider-again':
      return
  }
}

/** With the teams that each of them is no longer in, as they were called then. */
const tellUnmanaged = (
  tx: OrganizationTransaction,
  cause: string,
  ids: readonly string[],
  left: Carried['left'],
): Promise<void> => {
  const teams = Map.groupBy(left, ({ accountId }) => accountId)
  return insertOutbox(
    tx,
    ids.map(accountId =>
      outboxMessage(null, 'mail', `mail:unmanaged:${cause}:${accountId}`, {
        ...{ template: 'unmanaged', accountId },
        teams: (teams.get(accountId) ?? []).map(({ team }) => team),
      }),
    ),
  )
}

/** @param cause names what happened, once: with the account it is the mail's key */
export const tell = (
  tx: OrganizationTransaction,
  cause: string,
  template: 'managed',
  ids: readonly string[],
): Promise<void> =>
  insertOutbox(
    tx,
    ids.map(accountId =>
      outboxMessage(null, 'mail', `mail:${template}:${cause}:${accountId}`, { template, accountId }),
    ),
  )
