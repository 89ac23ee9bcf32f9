import { sql } from 'drizzle-orm'
import { removalKinds } from '@/lib/sync/change'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/**
 * Holds every planned row that builds on a held one, and those that build on these: the address that a held row would
 * free, a manager who would come or go, and somebody new who looks like a person whose removal waits, because the same
 * person may have got another GUID. Names and numbers are compared as they are written.
 */
export async function holdDependents(tx: OrganizationTransaction, runId: string): Promise<void> {
  while ((await comparingAll(tx, () => tx.execute(statement(tx.organizationId, runId)))).count > 0);
}

const statement = (organizationId: string, runId: string) => sql`
  with held as (
    select h.anchor, h.account_id, h.kind, h.display_name, a.email_key, a.display_name as account_name,
      nullif(a.attributes ->> 'employeeNumber', '') as employee_number
    from changes h left join accounts a on a.organization_id = h.organization_id and a.id = h.account_id
    where h.organization_id = ${organizationId} and h.run_id = ${runId} and h.state = 'held'
  ), planned as (
    select anchor, kind, before, after, display_name from changes
    where organization_id = ${organizationId} and run_id = ${runId} and state = 'planned'
  ), pairs as (
    select d.anchor, h.anchor as on_anchor, h.display_name from planned d join held h on h.email_key = d.after ->> 'email'
    union all
    select d.anchor, h.anchor, h.display_name from planned d join held h on h.anchor::text = d.after ->> 'manager'
    where h.kind not in ('update', 'reactivate')
    union all
    select d.anchor, h.anchor, h.display_name from planned d join held h on h.anchor::text = d.before ->> 'manager'
    where h.kind not in ('update', 'reactivate')
    union all
    select d.anchor, h.anchor, h.display_name from planned d join held h on h.employee_number = d.after ->> 'employeeNumber'
    where d.kind = 'add' and h.kind in ${[...removalKinds]}
    union all
    select d.anchor, h.anchor, h.display_name from planned d join held h on h.account_name = d.after ->> 'displayName'
    where d.kind = 'add' and h.kind in ${[...removalKinds]}
  ), dependents as (
    select distinct on (anchor) anchor, on_anchor, display_name from pairs where on_anchor <> anchor
    order by anchor, on_anchor
  )
  update changes c set state = 'held', reason = 'depends-on-held', because = jsonb_build_object('code', 'depends-on-held',
    'args', jsonb_build_object('person', d.display_name, 'anchor', d.on_anchor))
  from dependents d
  where c.organization_id = ${organizationId} and c.run_id = ${runId} and c.state = 'planned' and c.anchor = d.anchor`
