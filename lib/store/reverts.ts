import { sql } from 'drizzle-orm'
import type { RevertFacts } from '@/lib/sync/decide-revert'
import { accountJson, actingAddress, type StoredAccount, toAccountFacts } from './accounts-facts'
import type { OrganizationTransaction } from './organization'
import { eachPageOf } from './whole-run'

/** What a run did to somebody with what is there now; `holder` has the address that the account had before. */
export type Undone = Omit<RevertFacts, 'run' | 'addressFree'> & { holder: string | null }
type Row = Omit<Undone, 'account'> & { account: StoredAccount | null }

export type UndoneRequest = {
  /** The run that is reverted. */
  runId: string
  connectorId: string
  actingFor: string
  pageSize: number
}

/** The rows that a run applied, in pages and in no order. */
export async function eachUndonePage(
  tx: OrganizationTransaction,
  { runId, connectorId, actingFor, pageSize }: UndoneRequest,
  take: (page: Undone[]) => Promise<void>,
): Promise<void> {
  const acting = await actingAddress(tx, actingFor)
  const statement = sql`
    select jsonb_build_object('anchor', u.anchor, 'accountId', u.account_id, 'kind', u.kind, 'before', u.before,
        'after', u.after, 'displayName', u.display_name, 'email', u.email, 'unit', coalesce(j.unit, u.unit)) as done,
      case when a.id is not null then ${accountJson('a', connectorId, acting)} end as account,
      j.anchor as "joinedAnchor", h.id as holder
    from changes u
    left join accounts a on a.organization_id = ${tx.organizationId} and a.id = u.account_id
    left join joins j on j.organization_id = ${tx.organizationId} and j.account_id = u.account_id
    left join accounts h on h.organization_id = ${tx.organizationId} and h.email_key = u.before ->> 'email'
      and h.id <> u.account_id
    where u.organization_id = ${tx.organizationId} and u.run_id = ${runId} and u.state = 'applied'`
  await eachPageOf<Row>(tx, statement, pageSize, rows =>
    take(rows.map(row => ({ ...row, account: row.account && toAccountFacts(row.account) }))),
  )
}

/** Effects of a run that went out, by their kind: nobody can take them back. */
export async function countEffects(tx: OrganizationTransaction, runId: string): Promise<Map<string, number>> {
  const rows = await tx.execute<{ kind: string; count: number }>(sql`
    select kind, count(*)::int as count from outbox
    where organization_id = ${tx.organizationId} and run_id = ${runId} and done_at is not null group by kind`)
  return new Map(rows.map(({ kind, count }) => [kind, count]))
}

/** How many rows of a run were carried out. */
export async function countApplied(tx: OrganizationTransaction, runId: string): Promise<number> {
  const [row] = await tx.execute<{ rows: number }>(sql`
    select count(*)::int as rows from changes
    where organization_id = ${tx.organizationId} and run_id = ${runId} and state = 'applied'`)
  return row?.rows ?? 0
}

/** Enabled accounts that are linked to a connector. */
export async function countLinked(tx: OrganizationTransaction, connectorId: string): Promise<number> {
  const [row] = await tx.execute<{ accounts: number }>(sql`
    select count(*)::int as accounts from accounts
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and active and not suspended`)
  return row?.accounts ?? 0
}
