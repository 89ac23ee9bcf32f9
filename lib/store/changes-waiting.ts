import { sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** Of these accounts, those that a change of the plan moves to another address. */
export async function readMovingAccounts(
  tx: OrganizationTransaction,
  runId: string,
  accountIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    select account_id as id from changes where organization_id = ${tx.organizationId} and run_id = ${runId}
      and account_id = any(${`{${accountIds.join(',')}}`}::uuid[]) and state = 'planned' and jsonb_exists(after, 'email')`)
  return new Set(rows.map(row => row.id))
}

/** What becomes of rows that wait for an address which is not given up after all. */
export type Stuck =
  | { state: 'held' | 'left'; reason: 'depends-on-held' | 'no-seat' }
  | { state: 'failed'; failure: 'depends-on-failed' }

/**
 * Of the rows still planned, those that wait for an account that does not move in this plan, and those that wait for
 * them, however far.
 */
export async function stopWaiting(tx: OrganizationTransaction, runId: string, stuck: Stuck): Promise<void> {
  const because = 'reason' in stuck ? { code: stuck.reason, args: { person: 'none' } } : null
  const told = because
    ? sql`reason = ${because.code}, because = ${JSON.stringify(because)}::text::jsonb`
    : sql`failure = ${'failure' in stuck ? stuck.failure : null}`
  const statement = sql`
    with recursive mine as (
      select anchor, account_id, waits_for, state, jsonb_exists(after, 'email') as moves from changes
      where organization_id = ${tx.organizationId} and run_id = ${runId}
        and (waits_for is not null or (account_id is not null and jsonb_exists(after, 'email')))
    ), stuck as (
      select m.anchor, m.account_id from mine m where m.state = 'planned' and m.waits_for is not null and not exists (
        select from mine o where o.account_id = m.waits_for and o.moves and o.state in ('planned', 'applied'))
      union
      select m.anchor, m.account_id from stuck s join mine m on m.waits_for = s.account_id and m.state = 'planned'
    )
    update changes set state = ${stuck.state}, ${told} from stuck
    where changes.organization_id = ${tx.organizationId} and changes.run_id = ${runId} and changes.anchor = stuck.anchor`
  await comparingAll(tx, () => tx.execute(statement))
}
