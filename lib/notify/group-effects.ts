import { type MembershipEvent, readMembershipEvents } from '@/lib/store/membership-events'
import { readNotifications } from '@/lib/store/notification-settings'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox, type NewOutboxMessage } from '@/lib/store/outbox'
import { outboxMessage } from './message'

/** What a batch of a run did to one list or organizational group. */
export type GroupDeed = {
  event: string
  anchor: MembershipEvent['list']
  groupId: string
  aspect: 'itself' | MembershipEvent['aspect']
}

/** Members told of in one request. */
const membersAtOnce = 2_000

/**
 * Writes what the webhook tells of groups and of who joined and left them, in the transaction of the batch. A large list takes
 * several requests, each with a key of its own that is always the same.
 */
export async function insertGroupEffects(
  tx: OrganizationTransaction,
  run: { id: string; number: number; connectorId: string },
  deeds: readonly GroupDeed[],
): Promise<void> {
  if (deeds.length === 0 || (await readNotifications(tx)).webhookUrl === null) return
  const changed = deeds.filter(({ aspect }) => aspect !== 'itself')
  const of = { runId: run.id, connectorId: run.connectorId }
  const members = await readMembershipEvents(tx, of, [...new Set(changed.map(({ anchor }) => anchor))])
  const byList = Map.groupBy(members, ({ list, aspect }) => `${list} ${aspect}`)
  await insertOutbox(
    tx,
    deeds.flatMap(deed => messagesOf(run, deed, byList.get(`${deed.anchor} ${deed.aspect}`) ?? [])),
  )
}

function messagesOf(
  run: { id: string; number: number },
  { event, anchor, groupId, aspect }: GroupDeed,
  members: readonly MembershipEvent[],
): NewOutboxMessage[] {
  const group = { event, groupId, externalId: anchor }
  const message = (part: number, told: object) =>
    outboxMessage(run.id, 'webhook', `webhook:${run.id}:${anchor}:${aspect}:${part}`, {
      ...{ run: run.number, runId: run.id, events: [{ ...group, ...told }] },
    })
  if (aspect === 'itself') return [message(0, {})]
  const parts = Math.ceil(members.length / membersAtOnce)
  return Array.from({ length: parts }, (_, part) =>
    message(part, { members: members.slice(part * membersAtOnce, (part + 1) * membersAtOnce).map(memberOf) }),
  )
}

const memberOf = ({ kind, id, anchor }: MembershipEvent) => ({
  type: kind === 'list' ? 'Group' : 'User',
  value: id,
  ...(anchor === null ? {} : { externalId: anchor }),
})
