import { recordAudit } from '@/lib/audit/record'
import { settleAsked } from '@/lib/store/accounts-manage'
import {
  claimDueRequests,
  listOrganizationsWithDueRequests,
  type ManagementRequest,
  updateRequest,
} from '@/lib/store/management-requests'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox } from '@/lib/store/outbox'
import { requestMail } from './ask-people'
import { afterReminder, reminderDays } from './request-days'

const atOnce = 500

/** Reminds whom it is time to remind, and ends what nobody answered. Several workers that do it at once do each once. */
export async function remindPeople(): Promise<void> {
  const organizations = await acrossOrganizations('look for requests to people', listOrganizationsWithDueRequests)
  for (const id of organizations) for (let more = true; more; ) more = await inOrganization(id, remindSome)
}

async function remindSome(tx: OrganizationTransaction): Promise<boolean> {
  const due = await claimDueRequests(tx, atOnce)
  for (const request of due)
    if (request.reminders < reminderDays.length) await remind(tx, request)
    else await expire(tx, request)
  return due.length === atOnce
}

/** Whoever was away while several were due is reminded once. */
async function remind(tx: OrganizationTransaction, { id, askedAt, expiresAt, reminders }: ManagementRequest) {
  const reminded = reminderDays.findLastIndex(day => askedAt.getTime() + day * 86_400_000 <= Date.now())
  const sent = Math.max(reminders, reminded) + 1
  await insertOutbox(tx, [requestMail({ id, expiresAt }, sent)])
  await updateRequest(tx, id, { reminders: sent, nextAt: afterReminder(sent, askedAt) })
}

async function expire(tx: OrganizationTransaction, { id, accountId }: ManagementRequest): Promise<void> {
  await updateRequest(tx, id, { state: 'expired', nextAt: null })
  await settleAsked(tx, [accountId], 'expired')
  await recordAudit(tx, {
    actor: { kind: 'system', id: 'requests' },
    event: 'request.expired',
    target: { kind: 'account', id: accountId },
    details: { requestId: id },
  })
}
