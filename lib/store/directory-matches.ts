import { type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import { newestReads } from './newest-reads'
import type { OrganizationTransaction } from './organization'
import { isUnmanaged } from './unmanaged'
import { comparingAll } from './whole-run'

/**
 * Compares every unmanaged account with the people whom each connector's last sealed and planned read has, and keeps what
 * the directory says of it. Accounts that somebody is writing keep what they have until the next time: nobody waits.
 * @returns how many accounts were compared
 */
export async function compareWithDirectories(tx: OrganizationTransaction): Promise<number> {
  const { organizationId } = tx
  await tx.execute(sql`update organizations set compared_at = now() where id = ${organizationId}`)
  await tx.execute(sql`
    create temporary table compared on commit drop as
    select ${accounts.id} as id, ${accounts.emailKey} as email_key, ${accounts.employeeNumber} as employee_number,
      ${outline(sql`${accounts.emailKey}`)} as outline
    from ${accounts} where ${isUnmanaged(tx)}`)
  const [row] = await tx.execute<{ compared: number }>(sql`select count(*)::int as compared from compared`)
  if (!row?.compared) return 0
  await tx.execute(sql`
    create temporary table matched (account_id uuid, rule text, connector_id uuid, anchor uuid, display_name text, email text,
      unit text, placement text, excluded_by text, own_account_id uuid, view text) on commit drop`)
  await comparingAll(tx, () => tx.execute(matching(organizationId)))
  await tx.execute(keepMatches(organizationId))
  await comparingAll(tx, () => tx.execute(keepViews(organizationId)))
  return row.compared
}

/**
 * What is left of the part before the @ when what people mix up is taken away: dots, lines, what follows a plus, 0 and o, 1
 * and l, rn and m. Addresses are compared by it to show that two look alike, and never to say that they are the same.
 */
const outline = (address: SQL): SQL =>
  sql`replace(translate(split_part(split_part(${address}, '@', 1), '+', 1), '01._-', 'ol'), 'rn', 'm')`

/** The best match of each account: whoever takes part comes before who does not, and what proves more before what proves less. */
const matching = (organizationId: string): SQL => sql`
  with newest as materialized (
    ${newestReads(organizationId)}
  ), people as materialized (
    select p.*, newest.connector_id, nullif(p.attributes ->> 'employeeNumber', '') as employee_number,
      ${outline(sql`p.email_key`)} as outline
    from mapped_people p join newest on newest.id = p.run_id
    where p.organization_id = ${organizationId} and p.placement not in ('built-in-account', 'computer-account', 'trust-account')
  ), met as (
    select c.id as account_id, 'same-address' as rule, 0 as weight, p.* from compared c join people p on p.email_key = c.email_key
    union all
    select c.id, 'same-user-name', 1, p.* from compared c join people p on p.user_name_key = c.email_key
    union all
    select c.id, 'same-employee-number', 2, p.* from compared c join people p on p.employee_number = c.employee_number
    union all
    select c.id, 'look-alike', 3, p.* from compared c join people p on p.outline = c.outline
      and p.email_key <> c.email_key
  ), seen as (
    select met.*, j.account_id as own_account_id, case when met.rule = 'look-alike' then 'look-alike'
      when met.status in ('disabled', 'expired') then 'disabled' when met.placement = 'in' then 'in-scope'
      when met.placement = 'excluded' then 'excluded' else 'out-of-scope' end as view
    from met left join joins j on j.organization_id = ${organizationId} and j.connector_id = met.connector_id
      and j.anchor = met.anchor
  )
  insert into matched
  select distinct on (account_id) account_id, rule, connector_id, anchor, coalesce(attributes ->> 'displayName', email_key, ''),
    email_key, unit, placement, excluded_by, own_account_id, view
  from seen
  order by account_id, rule = 'look-alike', view <> 'in-scope', view <> 'disabled', view <> 'excluded', weight, connector_id, anchor`

/** Writes what is different, and nothing else. */
const keepMatches = (organizationId: string): SQL => sql`
  with gone as (
    delete from directory_matches d where d.organization_id = ${organizationId}
      and not exists (select from matched m where m.account_id = d.account_id)
  )
  insert into directory_matches as d (organization_id, account_id, rule, connector_id, anchor, display_name, email, unit,
    placement, excluded_by, own_account_id)
  select ${organizationId}::uuid, account_id, rule, connector_id, anchor, display_name, email, unit, placement, excluded_by,
    own_account_id from matched
  on conflict (organization_id, account_id) do update set rule = excluded.rule, connector_id = excluded.connector_id,
    anchor = excluded.anchor, display_name = excluded.display_name, email = excluded.email, unit = excluded.unit,
    placement = excluded.placement, excluded_by = excluded.excluded_by, own_account_id = excluded.own_account_id
  where (d.rule, d.connector_id, d.anchor, d.display_name, d.email, d.unit, d.placement, d.excluded_by, d.own_account_id)
    is distinct from (excluded.rule, excluded.connector_id, excluded.anchor, excluded.display_name, excluded.email,
      excluded.unit, excluded.placement, excluded.excluded_by, excluded.own_account_id)`

/** Where no directory was ever read, nobody is “not found”. */
const keepViews = (organizationId: string): SQL => sql`
  with judged as (
    select c.id, case when exists (select from snapshots s where s.organization_id = ${organizationId}
      and s.sealed_at is not null) then coalesce(m.view, 'not-found') end as view
    from compared c left join matched m on m.account_id = c.id
  ), free as materialized (
    select a.id, judged.view from accounts a join judged on judged.id = a.id
    where a.organization_id = ${organizationId} and a.directory_match is distinct from judged.view
    for update of a skip locked
  )
  update accounts a set directory_match = free.view from free
  where a.organization_id = ${organizationId} and a.id = free.id`
