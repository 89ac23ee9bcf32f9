import { sql } from 'drizzle-orm'
import type { Done } from './accounts-apply'
import type { OrganizationTransaction } from './organization'

/**
 * Ends every session of the accounts that the oldest open messages of a kind name, and ticks those messages: a session
 * carries the version under which it began. Messages that another worker holds are left to it.
 * @returns how many messages there were
 */
export async function endSessionsOf(tx: OrganizationTransaction, kind: string, limit: number): Promise<number> {
  const taken = await tx.execute<{ id: string; account: string }>(sql`
    select id, payload ->> 'accountId' as account from outbox
    where organization_id = ${tx.organizationId} and kind = ${kind} and done_at is null
    order by created_at, id limit ${limit} for update skip locked`)
  if (taken.length === 0) return 0
  await tx.execute(sql`
    update accounts set session_version = session_version + 1
    where organization_id = ${tx.organizationId} and id = any(${array(taken.map(({ account }) => account))}::uuid[])`)
  await tx.execute(sql`
    update outbox set done_at = now(), error = null
    where organization_id = ${tx.organizationId} and id = any(${array(taken.map(({ id }) => id))}::uuid[])`)
  return taken.length
}

/**
 * Notes whose sessions a run ended, as an effect that has happened: they ended with the deed, in the same transaction, and
 * do not come back when the run is taken back.
 */
export async function noteEndedSessions(
  tx: OrganizationTransaction,
  runId: string,
  deeds: readonly Done[],
): Promise<void> {
  if (deeds.length === 0) return
  const [anchors, accounts] = [deeds.map(({ anchor }) => anchor), deeds.map(({ accountId }) => accountId)]
  await tx.execute(sql`
    insert into outbox (organization_id, id, kind, idempotency_key, payload, run_id, done_at)
    select ${tx.organizationId}::uuid, gen_random_uuid(), 'end-sessions', 'end-sessions:' || ${runId} || ':' || deed.anchor,
      jsonb_build_object('accountId', deed.account_id), ${runId}::uuid, now()
    from unnest(${array(anchors)}::uuid[], ${array(accounts)}::uuid[]) as deed(anchor, account_id)
    on conflict do nothing`)
}

const array = (ids: readonly string[]): string => `{${ids.join(',')}}`
