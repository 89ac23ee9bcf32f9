import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { ChangeKind } from '@/lib/sync/change'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'

/** Which rows of which plan to carry out, all of one kind. */
export type Deeds = { runId: string; connectorId: string; anchors: readonly Anchor[] }
export type Done = { anchor: Anchor; accountId: string }
type Statement = (organizationId: string, deeds: Deeds) => SQL

/**
 * Carries out rows of a plan with one statement. A row whose account is no longer as planned is not among the answers.
 * @throws what PostgreSQL refuses, e.g. a second account with an address; then nothing of the statement happened
 */
export async function applyKind(tx: OrganizationTransaction, kind: ChangeKind, deeds: Deeds): Promise<Done[]> {
  const statement = statements[kind]
  if (!statement || deeds.anchors.length === 0) return []
  const rows = await tx.execute<{ anchor: Anchor; account_id: string }>(statement(tx.organizationId, deeds))
  return rows.map(row => ({ anchor: row.anchor, accountId: row.account_id }))
}

/** The chosen rows with what the first pass wrote of these people. */
const chosen = (organizationId: string, { runId, anchors }: Deeds) => sql`
  select ch.anchor, ch.account_id, ch.kind, ch.reason, coalesce(ch.after, '{}') - 'active' - 'suspended' as patch,
    p.email_key, p.parent, p.unit, gen_random_uuid() as new_id
  from changes ch
  left join mapped_people p
    on p.organization_id = ch.organization_id and p.run_id = ch.run_id and p.anchor = ch.anchor
  where ch.organization_id = ${organizationId} and ch.run_id = ${runId} and ch.state = 'planned'
    and ch.anchor = any(${`{${anchors.join(',')}}`}::uuid[])`

const add: Statement = (organizationId, deeds) => sql`
  with c as materialized (${chosen(organizationId, deeds)}), made as (
    insert into accounts (organization_id, id, attributes, email_key, email_verified, connector_id)
    select ${organizationId}::uuid, new_id, ${JSON.stringify(noAttributes)}::text::jsonb || patch, email_key, true,
      ${deeds.connectorId}::uuid
    from c where email_key is not null returning id
  ), linked as (
    insert into joins (organization_id, connector_id, anchor, account_id, rule, last_seen_at, parent, unit)
    select ${organizationId}::uuid, ${deeds.connectorId}::uuid, c.anchor, made.id, 'added', now(), c.parent, c.unit
    from c join made on made.id = c.new_id returning anchor, account_id
  )
  update changes set account_id = linked.account_id from linked
  where changes.organization_id = ${organizationId} and changes.run_id = ${deeds.runId}
    and changes.anchor = linked.anchor
  returning changes.anchor, changes.account_id`

const link: Statement = (organizationId, deeds) => sql`
  with c as materialized (${chosen(organizationId, deeds)}), linked as (
    insert into joins (organization_id, connector_id, anchor, account_id, rule, last_seen_at, parent, unit)
    select ${organizationId}::uuid, ${deeds.connectorId}::uuid, c.anchor, a.id, 'verified-mail', now(), c.parent, c.unit
    from c join accounts a on a.organization_id = ${organizationId} and a.id = c.account_id
      and a.connector_id is null and a.role = 'member' and not a.break_glass and a.email_key = c.email_key
    on conflict do nothing returning anchor, account_id
  )
  update accounts a set attributes = a.attributes || c.patch, connector_id = ${deeds.connectorId}, updated_at = now()
  from linked join c on c.anchor = linked.anchor
  where a.organization_id = ${organizationId} and a.id = linked.account_id
  returning linked.anchor, linked.account_id`

/** The accounts of the chosen rows, provided that the link they were planned for still stands. */
const theirAccounts = (organizationId: string, deeds: Deeds) => sql`
  from c join joins j on j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId}
    and j.anchor = c.anchor and j.account_id = c.account_id
  where a.organization_id = ${organizationId} and a.id = j.account_id and a.connector_id = j.connector_id`

const patched = sql`attributes = a.attributes || c.patch,
  email_key = case when jsonb_exists(c.patch, 'email') then c.email_key else a.email_key end,
  email_verified = a.email_verified or jsonb_exists(c.patch, 'email'), updated_at = now()`

const update: Statement = (organizationId, deeds) => sql`
  with c as materialized (${chosen(organizationId, deeds)})
  update accounts a set ${patched} ${theirAccounts(organizationId, deeds)} returning c.anchor, a.id as account_id`

/** Only our own block and our own suspension end; an admin's stay. */
const reactivate: Statement = (organizationId, deeds) => sql`
  with c as materialized (${chosen(organizationId, deeds)})
  update accounts a set ${patched}, blocked_by_sync = false,
    suspended = a.suspended and a.blocked_because is null, blocked_because = null
  ${theirAccounts(organizationId, deeds)} returning c.anchor, a.id as account_id`

/** Attributes may have been planned to change with it; the owner and break-glass accounts are never touched. */
const block =
  (what: SQL): Statement =>
  (organizationId, deeds) =>
    sql`
  with c as materialized (${chosen(organizationId, deeds)})
  update accounts a set ${patched}, ${what}, blocked_because = c.reason
  ${theirAccounts(organizationId, deeds)} and a.role <> 'owner' and not a.break_glass
  returning c.anchor, a.id as account_id`

const release: Statement = (organizationId, deeds) => sql`
  with c as materialized (${chosen(organizationId, deeds)}), gone as (
    delete from joins j using c
    where j.organization_id = ${organizationId} and j.connector_id = ${deeds.connectorId}
      and j.anchor = c.anchor and j.account_id = c.account_id
    returning j.anchor, j.account_id
  )
  update accounts a set connector_id = null, updated_at = now() from gone
  where a.organization_id = ${organizationId} and a.id = gone.account_id
  returning gone.anchor, gone.account_id`

const statements: Partial<Record<ChangeKind, Statement>> = {
  add,
  link,
  update,
  reactivate,
  deactivate: block(sql`blocked_by_sync = true`),
  suspend: block(sql`suspended = true`),
  release,
}
