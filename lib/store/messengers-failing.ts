import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction, Transaction } from './organization'
import type { MessengerTrouble } from './remote-messenger'
import type { Due } from './runs-due'

/** What does not pass by itself, so that there is nothing to wait for. */
const stays = sql`('scim-token-refused', 'scim-address-refused', 'scim-redirected')`

/**
 * Messengers that have done nothing they were asked for since before then, or could not be read completely since. Not those
 * that somebody paused.
 */
const failing = (before: Date): SQL => sql`
  from remote_messengers m
  where m.state <> 'paused'
    and (m.failing_since < ${before.toISOString()}::timestamptz
      or m.failing_since is not null and m.trouble ->> 'code' in ${stays}
      or (m.reading ->> 'incompleteSince')::timestamptz < ${before.toISOString()}::timestamptz)`

/** Of these, those of which nobody was told within a day. */
const untold = (before: Date, now: Date): SQL => sql`
  ${failing(before)} and not exists (
      select from alerts a where a.organization_id = m.organization_id and a.event = 'messenger-failing'
        and a.ended_at is null and a.last_at > ${now.toISOString()}::timestamptz - interval '1 day')`

/** Organizations whose other Messenger fails for long. */
export async function listFailingMessengers(tx: Transaction, before: Date, now: Date): Promise<Due[]> {
  const rows = await tx.execute<{ id: string }>(sql`select m.organization_id as id ${untold(before, now)} limit 1000`)
  return rows.map(({ id }) => ({ organizationId: id, id }))
}

/** Whether the organization's other Messenger fails for long, whoever was told of it. */
export async function isMessengerFailing(tx: OrganizationTransaction, before: Date): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 ${failing(before)} and m.organization_id = ${tx.organizationId}`)
  return rows.length > 0
}

/** Whether it fails still, locked against telling it twice, why, and since when. */
export async function readFailure(
  tx: OrganizationTransaction,
  before: Date,
  now: Date,
): Promise<{ trouble: MessengerTrouble | null; since: string } | null> {
  await tx.execute(sql`select from remote_messengers where organization_id = ${tx.organizationId} for update`)
  const [row] = await tx.execute<{ trouble: MessengerTrouble | null; since: string }>(sql`
    select coalesce(m.trouble, m.reading -> 'trouble') as trouble,
      least(m.failing_since, (m.reading ->> 'incompleteSince')::timestamptz)::text as since
    ${untold(before, now)} and m.organization_id = ${tx.organizationId}`)
  return row ?? null
}

/** Organizations that were told so and whose Messenger works again, or is there no more. */
export async function listRecoveredMessengers(tx: Transaction): Promise<Due[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select distinct a.organization_id as id from alerts a
    left join remote_messengers m on m.organization_id = a.organization_id
    where a.event = 'messenger-failing' and a.ended_at is null
      and (m.organization_id is null or m.failing_since is null and m.reading ->> 'incompleteSince' is null)`)
  return rows.map(({ id }) => ({ organizationId: id, id }))
}
