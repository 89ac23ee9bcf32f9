import { and, type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import type { NotReady, Obstacle } from './account-readiness'
import type { OrganizationTransaction } from './organization'
import { type PeopleFilter, peopleMatching } from './people-list'
import { type UnmanagedFilter, unmanagedMatching } from './unmanaged-list'

/** Who was chosen of a list: everybody who matches its filter, which may name them one by one. */
export type Whom = { list: 'unmanaged'; filter: UnmanagedFilter } | { list: 'managed'; filter: PeopleFilter }

const matching = (tx: OrganizationTransaction, whom: Whom): SQL | undefined =>
  whom.list === 'unmanaged' ? unmanagedMatching(tx, whom.filter) : peopleMatching(tx, whom.filter)

type Counted = { reason: NotReady | null; people: number; outside: number; paid: number; seated: number }

/** Of the accounts that match a condition: how many something may be done to, and why not to the others. */
export async function countReadiness(
  tx: OrganizationTransaction,
  whom: Whom,
  obstacle: Obstacle,
): Promise<{
  ready: number
  outsideDirectory: number
  paidPlans: number
  seatsTaken: number
  notReady: { reason: NotReady; people: number }[]
}> {
  const rows = await tx.execute<Counted>(sql`
    select ${obstacle(sql`accounts`)} as reason, count(*)::int as people,
      (count(*) filter (where ${accounts.directoryMatch} is distinct from 'in-scope'))::int as outside,
      (count(*) filter (where ${accounts.plan} <> 'free'))::int as paid,
      (count(*) filter (where ${accounts.managed} and ${accounts.active}))::int as seated
    from ${accounts} where ${matching(tx, whom)} group by 1`)
  const ready = rows.find(row => row.reason === null)
  return {
    ready: ready?.people ?? 0,
    outsideDirectory: ready?.outside ?? 0,
    paidPlans: ready?.paid ?? 0,
    seatsTaken: ready?.seated ?? 0,
    notReady: rows.flatMap(({ reason, people }) => (reason === null ? [] : [{ reason, people }])),
  }
}

/** Some of those to whom it may not be done, by name, with the reason. */
export async function listNotReady(
  tx: OrganizationTransaction,
  whom: Whom,
  obstacle: Obstacle,
  limit: number,
): Promise<{ id: string; name: string; email: string; reason: NotReady }[]> {
  return [
    ...(await tx.execute<{ id: string; name: string; email: string; reason: NotReady }>(sql`
      select id, coalesce(nullif(display_name, ''), email_key) as name, email_key as email, reason from (
        select ${accounts.id}, ${accounts.displayName}, ${accounts.emailKey}, ${obstacle(sql`accounts`)} as reason
        from ${accounts} where ${matching(tx, whom)}) found
      where reason is not null order by 2, 1 limit ${limit}`)),
  ]
}

/** The condition of those to whom it may be done now. */
export const readyFor = (tx: OrganizationTransaction, whom: Whom, obstacle: Obstacle): SQL | undefined =>
  and(matching(tx, whom), sql`(${obstacle(sql`accounts`)}) is null`)
