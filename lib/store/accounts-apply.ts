import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { ChangeKind } from '@/lib/sync/change'
import { noAttributes, outranks } from './accounts-facts'
import type { PendingChange } from './changes-states'
import type { OrganizationTransaction } from './organization'
import { comparingAll, goingToPlaces, placesOf } from './whole-run'

/** A row of a plan, with what carrying it out needs. */
export type Deed = Pick<PendingChange, 'anchor' | 'accountId' | 'reason' | 'former' | 'after' | 'place'>
/** Rows of one plan, all of one kind. */
export type Deeds = { connectorId: string; runId: string; rows: readonly Deed[] }
export type Done = { anchor: Anchor; accountId: string }
type Statement = (organizationId: string, deeds: Deeds) => SQL

/**
 * Carries out rows of a plan with one statement. A row whose account is no longer as planned is not among the answers.
 * @throws what PostgreSQL refuses, e.g. a second account with an address; then nothing of the statement happened
 */
export async function applyKind(tx: OrganizationTransaction, kind: ChangeKind, deeds: Deeds): Promise<Done[]> {
  const statement = statements[kind]
  if (!statement || deeds.rows.length === 0) return []
  const rows = await waysFor(kind, deeds)(tx, () =>
    tx.execute<{ anchor: Anchor; account_id: string }>(statement(tx.organizationId, deeds)),
  )
  return rows.map(row => ({ anchor: row.anchor, accountId: row.account_id }))
}

/** Many rows are compared with all accounts at once; for a few that would be more work than to look each of them up. */
function waysFor(kind: ChangeKind, { rows }: Deeds): typeof comparingAll {
  if (kind === 'add') return goingToPlaces
  return rows.length < manyRows ? (_tx, work) => work() : comparingAll
}
const manyRows = 100

/**
 * Takes these accounts' addresses out of the way, so that they can pass from one to another in any order. Only inside of a
 * savepoint in which each of them gets its new one: what stands there meanwhile is no address.
 */
export async function parkAddresses(tx: OrganizationTransaction, accountIds: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update accounts set email_key = 'moving:' || id
    where organization_id = ${tx.organizationId} and id = any(${`{${accountIds.join(',')}}`}::uuid[])`)
}

/** The rows as a relation. `patch` is what changes of the attributes; an address in it is canonical (lib/sync). */
function relation({ rows }: Deeds): SQL {
  const values = rows.map(({ anchor, accountId, reason, former, after }) => {
    const { active: _active, suspended: _suspended, ...patch } = after ?? {}
    const rule = joinRules[reason] ?? 'decision'
    const ends = after?.active === false
    const loses = ends || after?.suspended === true
    return { anchor, account_id: accountId, reason, rule, former, patch, ends, loses }
  })
  return sql`select * from jsonb_to_recordset(${JSON.stringify(values)}::text::jsonb)
      as row(anchor uuid, account_id uuid, reason text, rule text, former uuid, patch jsonb, ends boolean, loses boolean)`
}

/** What the join of a linked account is told to rest on. */
const joinRules: Partial<Record<string, string>> = {
  'same-verified-mail': 'verified-mail',
  'same-employee-number': 'employee-id',
  'same-user-name': 'user-name',
  'taken-by-precedence': 'verified-mail',
}

/** What is written comes from the rows themselves: a first run adds everybody. The read that brought them has seen them. */
const add: Statement = (organizationId, { connectorId, runId, rows }) => sql`
  with c as materialized (
    select changes.anchor, changes.after - 'active' - 'suspended' as patch, changes.parent, changes.unit,
      gen_random_uuid() as new_id
    from unnest(${placesOf(rows)}::tid[]) as at(place) join changes on changes.ctid = at.place
    where changes.organization_id = ${organizationId} and changes.run_id = ${runId}
  ), made as (
    insert into accounts (organization_id, id, attributes, email_key, email_verified, connector_id, origin)
    select ${organizationId}::uuid, new_id, ${JSON.stringify(noAttributes)}::text::jsonb || patch, patch ->> 'email', true,
      ${connectorId}::uuid, 'synchronized'
    from c
  )
  insert into joins (organization_id, connector_id, anchor, account_id, rule, last_seen_at, parent, unit)
  select ${organizationId}::uuid, ${connectorId}::uuid, anchor, new_id, 'added', now(), parent, unit from c
  returning anchor, account_id`

/**
 * The accounts of the chosen rows, provided that the link they were planned for still stands, and that they may be touched:
 * whoever became somebody else's, an owner or a break-glass account since is left as they are, and an administrator keeps
 * the address.
 */
const theirAccounts = (organizationId: string, deeds: Deeds) => sql`
  from c join joins j on j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId}
    and j.anchor = c.anchor and j.account_id = c.account_id
  where a.organization_id = ${organizationId} and a.id = j.account_id and a.connector_id = j.connector_id
    and a.role <> 'owner' and not a.break_glass and (a.role = 'member' or not jsonb_exists(c.patch, 'email'))`

const patched = sql`attributes = a.attributes || c.patch,
  email_key = coalesce(c.patch ->> 'email', a.email_key),
  email_verified = a.email_verified or jsonb_exists(c.patch, 'email'), updated_at = now()`

/** A session carries the version under which it began: whoever loses access is signed out by the deed that takes it. */
const signedOut = sql`session_version = a.session_version + c.loses::int`

/** Only our own block and our own suspension end; an admin's stay. */
const unblocked = sql`blocked_by_sync = false, suspended = a.suspended and a.blocked_because is null, blocked_because = null`

/**
 * Nobody's account becomes this person's, and whoever uses it is signed out: it may be somebody else who opened it; or, where an administrator decided it, that of another entry of the directory,
 * whose join is handed over. Beyond what rules may link, a decision reaches administrators and unverified addresses.
 */
const link: Statement = (organizationId, deeds) => sql`
  with c as materialized (${relation(deeds)}), free as (
    select c.*, a.connector_id from c join accounts a on a.organization_id = ${organizationId} and a.id = c.account_id
      and a.role <> 'owner' and not a.break_glass
      and (c.rule = 'decision' or (a.role = 'member' and a.email_verified))
  ), handed_over as (
    update joins j set anchor = free.anchor, rule = free.rule, last_seen_at = null, suspected_at = null,
      suspected_run_id = null, parent = null, unit = null
    from free where free.rule = 'decision' and free.connector_id = ${deeds.connectorId}
      and j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId}
      and j.anchor = free.former and j.account_id = free.account_id
    returning j.anchor, j.account_id
  ), taken as (
    update joins j set connector_id = ${deeds.connectorId}, anchor = free.anchor, rule = free.rule, last_seen_at = null,
      suspected_at = null, suspected_run_id = null, parent = null, unit = null, through_list = null, applied_hash = null
    from free where free.reason = 'taken-by-precedence' and free.connector_id <> ${deeds.connectorId}
      and ${outranks(deeds.connectorId, sql`free.connector_id`, sql`${organizationId}::uuid`)}
      and j.organization_id = ${organizationId} and j.connector_id = free.connector_id and j.account_id = free.account_id
    returning j.anchor, j.account_id
  ), linked as (
    insert into joins (organization_id, connector_id, anchor, account_id, rule)
    select ${organizationId}::uuid, ${deeds.connectorId}::uuid, anchor, account_id, rule
    from free where connector_id is null and former is null
    on conflict do nothing returning anchor, account_id
  ), both_ways as (select * from linked union all select * from handed_over union all select * from taken)
  update accounts a set ${patched}, ${unblocked}, connector_id = ${deeds.connectorId}, review = null,
    session_version = a.session_version + 1
  from both_ways l join c on c.anchor = l.anchor
  where a.organization_id = ${organizationId} and a.id = l.account_id
  returning l.anchor, l.account_id`

const update: Statement = (organizationId, deeds) => sql`
  with c as materialized (${relation(deeds)})
  update accounts a set ${patched} ${theirAccounts(organizationId, deeds)} returning c.anchor, a.id as account_id`

const reactivate: Statement = (organizationId, deeds) => sql`
  with c as materialized (${relation(deeds)})
  update accounts a set ${patched}, ${unblocked}
  ${theirAccounts(organizationId, deeds)} and a.role = 'member' returning c.anchor, a.id as account_id`

/** Attributes may have been planned to change with it; administrators keep their access, like owners. */
const block =
  (what: SQL): Statement =>
  (organizationId, deeds) =>
    sql`
  with c as materialized (${relation(deeds)})
  update accounts a set ${patched}, ${what}, ${signedOut}, blocked_because = c.reason
  ${theirAccounts(organizationId, deeds)} and a.role = 'member'
  returning c.anchor, a.id as account_id`

/**
 * Whoever was added by a run that is reverted loses access with the link; nothing is ever deleted. An exclusion ends the link
 * and not the management.
 */
const release: Statement = (organizationId, deeds) => sql`
  with c as materialized (${relation(deeds)}), gone as (
    delete from joins j using c, accounts o
    where j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId}
      and j.anchor = c.anchor and j.account_id = c.account_id
      and o.organization_id = ${organizationId} and o.id = c.account_id
      and not (c.ends and (o.role <> 'member' or o.break_glass))
    returning c.*
  )
  update accounts a set ${patched}, ${signedOut}, connector_id = null,
    managed_by_admin = a.managed_by_admin or c.reason = 'excluded-by-rule', blocked_by_sync = a.blocked_by_sync or c.ends,
    blocked_because = case when c.ends then c.reason else a.blocked_because end
  from gone c where a.organization_id = ${organizationId} and a.id = c.account_id
  returning c.anchor, c.account_id`

const statements: Partial<Record<ChangeKind, Statement>> = {
  add,
  link,
  update,
  reactivate,
  deactivate: block(sql`blocked_by_sync = true`),
  suspend: block(sql`suspended = true`),
  release,
}
