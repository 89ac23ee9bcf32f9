import { randomUUID } from 'node:crypto'
import { type AuditEvent, recordAudit, recordAudits } from '@/lib/audit/record'
import {
  againstAsking,
  againstAskingAgain,
  againstConsideringAgain,
  againstLeavingApart,
  againstManaging,
  againstReactivating,
  againstSuspending,
  againstUnmanaging,
  againstWithdrawing,
  lockAccounts,
  type NotReady,
  type Obstacle,
} from '@/lib/store/account-readiness'
import { actingAddress } from '@/lib/store/accounts-facts'
import {
  clearReview,
  leaveAccountsApart,
  manageAccounts,
  markAccountsAsked,
  reactivateAccounts,
  suspendAccounts,
  unmanageAccounts,
} from '@/lib/store/accounts-manage'
import { requestAccountExports } from '@/lib/store/exported-accounts'
import { lockSeats, seatsOf } from '@/lib/store/licenses'
import { addressStandsElsewhere, type LinkByHand, linkByHand } from '@/lib/store/link-by-hand'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type Departure, leaveManagedTeams } from '@/lib/store/team-departures'

/** What an administrator, or the person, may have done to an account beside what runs do. */
export const accountDeeds = [
  ...(['manage', 'ask', 'ask-again', 'withdraw', 'leave-apart', 'consider-again'] as const),
  ...(['suspend', 'reactivate', 'unmanage'] as const),
] as const
export type AccountDeed = (typeof accountDeeds)[number]

/** Whose accounts, who decided it, and what goes into the record with it. */
export type Order = {
  ids: readonly string[]
  actor: AuditEvent['actor']
  details?: Record<string, unknown>
  /** Of `manage`: seats were set aside for these people before. */
  seated?: boolean
}
/** `busy`: a run or somebody else is writing these accounts at this moment; ask again in another transaction. */
export type Carried = {
  done: string[]
  notReady: Map<string, NotReady>
  busy: string[]
  /** Of `unmanage`: the managed teams that they are no longer in. */
  left: readonly Departure[]
}

type Way = {
  obstacle: Obstacle
  write: (tx: OrganizationTransaction, ids: readonly string[]) => Promise<string[]>
  event: string
}

const ways: Record<AccountDeed, Way> = {
  manage: { obstacle: againstManaging, write: manageAccounts, event: 'account.managed' },
  ask: { obstacle: againstAsking, write: markAccountsAsked, event: 'account.asked' },
  'ask-again': { obstacle: againstAskingAgain, write: markAccountsAsked, event: 'account.asked-again' },
  withdraw: { obstacle: againstWithdrawing, write: clearReview, event: 'account.request-withdrawn' },
  'consider-again': { obstacle: againstConsideringAgain, write: clearReview, event: 'account.considered-again' },
  'leave-apart': { obstacle: againstLeavingApart, write: leaveAccountsApart, event: 'account.left-apart' },
  suspend: { obstacle: againstSuspending, write: suspendAccounts, event: 'account.suspended-by-admin' },
  reactivate: { obstacle: againstReactivating, write: reactivateAccounts, event: 'account.reactivated-by-admin' },
  unmanage: { obstacle: againstUnmanaging, write: unmanageAccounts, event: 'account.unmanaged' },
}

/** What another Messenger has to know of. */
const changesAccess: ReadonlySet<AccountDeed> = new Set(['manage', 'suspend', 'reactivate'])
const exportThem = (tx: OrganizationTransaction, ids: readonly string[]) =>
  requestAccountExports(tx, { key: `decided:${randomUUID()}`, runId: null }, ids)

export const obstacleTo = (deed: AccountDeed): Obstacle => ways[deed].obstacle

/** Does one thing to accounts, each at most once, with an entry in the record for each. Whoever may not is told with the reason. */
export async function carryOut(tx: OrganizationTransaction, deed: AccountDeed, order: Order): Promise<Carried> {
  const { ids, actor, details = {}, seated = deed !== 'manage' } = order
  const { obstacle, write, event } = ways[deed]
  // Runs hold the seats before they wait for accounts, so whoever needs both takes them in this order.
  if (!seated) await lockSeats(tx)
  const locked = await lockAccounts(tx, ids, obstacle)
  const ready = locked.filter(({ notReady }) => notReady === null).map(({ id }) => id)
  const chosen = seated ? ready : ready.slice(0, (await seatsOf(tx)).left ?? ready.length)
  const done = await write(tx, chosen)
  if (changesAccess.has(deed)) await exportThem(tx, done)
  await recordAudits(
    tx,
    done.map(id => ({ actor, event, target: { kind: 'account', id }, details })),
  )
  const left = deed === 'unmanage' ? await leaveTeams(tx, done, actor) : []
  const notReady = new Map(locked.flatMap(({ id, notReady }) => (notReady === null ? [] : [[id, notReady] as const])))
  for (const id of ready.slice(chosen.length)) notReady.set(id, 'no-seat-left')
  const settled = new Set([...done, ...notReady.keys()])
  return { done, notReady, busy: [...new Set(ids)].filter(id => !settled.has(id)), left }
}

/** Whoever is not managed any more is in no managed team either; one that loses its last owner is the deciding administrator's. */
async function leaveTeams(tx: OrganizationTransaction, ids: readonly string[], actor: AuditEvent['actor']) {
  const left = await leaveManagedTeams(tx, ids, await actingAddress(tx, actor.id))
  await recordAudits(
    tx,
    left.map(({ teamId, team, accountId, owned }) => ({
      actor,
      event: 'team.member-left',
      target: { kind: 'team', id: teamId },
      details: { name: team, accountId, owned, because: 'account-unmanaged' },
    })),
  )
  return left
}

export type Claimed = { managed: string[]; notReady: Map<string, NotReady>; busy: string[] }

/**
 * Brings accounts under management: whoever is managed already, or may not be, is told with the reason. From then on they are
 * managed whatever a directory says; a run that finds them by its rules links them.
 */
export async function bringUnderManagement(tx: OrganizationTransaction, order: Order): Promise<Claimed> {
  const { done: managed, notReady, busy } = await carryOut(tx, 'manage', order)
  return { managed, notReady, busy }
}

/** Why an account is not linked to a person; null = it is. */
export type LinkRefusal = NotReady | 'busy' | 'person-has-account' | 'person-address-taken'

/**
 * Makes an unmanaged account that of somebody in the directory, because an administrator says so: it is managed at once, and the
 * next run keeps it in step. Nobody's other account is taken away for it.
 */
export async function linkAccount(
  tx: OrganizationTransaction,
  link: LinkByHand,
  { actor, details = {} }: Omit<Order, 'ids'>,
): Promise<LinkRefusal | null> {
  await lockSeats(tx)
  const [locked] = await lockAccounts(tx, [link.accountId], againstManaging)
  if (!locked) return 'busy'
  if (locked.notReady) return locked.notReady
  if ((await seatsOf(tx)).left === 0) return 'no-seat-left'
  if (await addressStandsElsewhere(tx, link)) return 'person-address-taken'
  if (!(await linkByHand(tx, link))) return 'person-has-account'
  await exportThem(tx, [link.accountId])
  const { accountId, ...person } = link
  const target = { kind: 'account', id: accountId }
  await recordAudit(tx, {
    actor,
    event: 'account.linked',
    target,
    details: { ...person, ...details, because: 'decided-by-admin' },
  })
  return null
}
