import { sql } from 'drizzle-orm'
import { actingAddress } from './accounts-facts'
import type { OrganizationTransaction } from './organization'
import { managerTable } from './outside-managers'
import { comparingAll } from './whole-run'

/** People at rest who were last seen in one unit; `enabled` of them may sign in. */
export type RestingPeople = { unit: string | null; people: number; enabled: number }

export type RestingRequest = {
  runId: string
  connectorId: string
  actingFor: string
  /** Accounts about which more is decided than stands in their rows. */
  except: ReadonlySet<string>
}

/**
 * Finds the people of a run about whom nothing is to decide, as `isAtRest` of lib/sync does it one by one: what the first
 * pass wrote is compared with what stands in the accounts, value by value. What came of it is kept for the rest of the
 * transaction, so that whoever asks for everybody else gets exactly those, whatever happens to accounts meanwhile.
 */
export async function setRestingApart(tx: OrganizationTransaction, request: RestingRequest): Promise<RestingPeople[]> {
  const acting = await actingAddress(tx, request.actingFor)
  const compared = comparedPeople(tx.organizationId, { ...request, acting })
  return comparingAll(tx, async () => {
    // A table made of a statement, unlike rows put into one, may be computed by several processes of the database.
    await tx.execute(sql`create temporary table people_compared on commit drop as ${compared}`)
    const found = await tx.execute<RestingPeople>(sql`
      select unit, count(*)::int as people, count(*) filter (where enabled)::int as enabled
      from people_compared where rests group by unit`)
    return [...found]
  })
}

/** Those who are not at rest, as a condition that leads to each of them; `p` is the row of `mapped_people`. */
export const isNotSetApart = sql`p.anchor = any(array(select anchor from people_compared where not rests))`

const comparedPeople = (
  organizationId: string,
  { runId, connectorId, acting, except }: RestingRequest & { acting: string | null },
) => sql`
  with people as not materialized (
    select * from mapped_people where organization_id = ${organizationId} and run_id = ${runId}
  ), ${managerTable({ organizationId, runId }, sql`people`)}
  select p.anchor, coalesce(j.unit, p.unit) as unit, not a.blocked_by_admin as enabled, (
      p.placement = 'in' and p.status = 'enabled' and p.problems = '[]'::jsonb
      and a.connector_id = ${connectorId} and a.role = 'member' and not a.break_glass
      and not a.blocked_by_sync and not a.suspended and a.email_key = p.email_key
      and a.email_key is distinct from ${acting}::text and a.id <> all(${`{${[...except].join(',')}}`}::uuid[])
      and a.attributes @> p.attributes
      and (coalesce(boss.anchor, p.outside_manager) is null
        or a.attributes ->> 'manager' = coalesce(boss.anchor, p.outside_manager)::text)
      and (p.photo is null or coalesce(a.attributes -> 'photo', 'null'::jsonb) = p.photo -> 'hash')
    ) is true as rests
  from people p
  left join joins j on j.organization_id = ${organizationId} and j.connector_id = ${connectorId} and j.anchor = p.anchor
  left join accounts a on a.organization_id = ${organizationId} and a.id = j.account_id
  left join boss on boss.dn_key = p.manager_dn_key`
