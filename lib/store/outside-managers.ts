import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** A manager whom people in scope have and whom this run did not read. */
export type OutsideManager = { dnKey: string; dn: string }

/**
 * The managers who were read: the table `boss (dn_key, anchor)`, of the people in `people`, a table with `manager_dn_key`.
 * Bytes are compared, as TypeScript wrote them.
 */
export const managerTable = (
  { organizationId, runId }: { organizationId: string; runId: string },
  people: SQL,
): SQL => sql`boss as (
    select dn_key, min(anchor::text)::uuid as anchor from snapshot_objects
    where organization_id = ${organizationId} and run_id = ${runId} and kind = 'person'
      and dn_key in (select manager_dn_key from ${people})
    group by dn_key
  )`

/** Such managers, each once, in the order of their keys. `attribute` is how people's values name the manager. */
export async function readOutsideManagers(
  tx: OrganizationTransaction,
  runId: string,
  attribute: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<OutsideManager[]> {
  const statement = sql`
    with managed as (
      select anchor, manager_dn_key from mapped_people
      where organization_id = ${tx.organizationId} and run_id = ${runId} and placement = 'in'
        and manager_dn_key ${after === null ? sql`is not null` : sql`> ${after}`}
    ), outside as materialized (
      select m.anchor, m.manager_dn_key as dn_key from managed m
      where not exists (select from snapshot_objects o where o.organization_id = ${tx.organizationId}
        and o.run_id = ${runId} and o.dn_key = m.manager_dn_key and o.kind = 'person')
    )
    select distinct on (p.dn_key) p.dn_key as "dnKey", o.attributes -> ${attribute}::text ->> 0 as dn
    from outside p join snapshot_objects o
      on o.organization_id = ${tx.organizationId} and o.run_id = ${runId} and o.anchor = p.anchor
    where o.attributes -> ${attribute}::text ->> 0 is not null
    order by p.dn_key limit ${limit}`
  return [...(await comparingAll(tx, () => tx.execute<OutsideManager>(statement)))]
}

/** Notes who these managers are. */
export async function noteOutsideManagers(
  tx: OrganizationTransaction,
  runId: string,
  managers: readonly { dnKey: string; anchor: Anchor }[],
): Promise<void> {
  if (managers.length === 0) return
  const statement = sql`
    update mapped_people p set outside_manager = found.anchor
    from jsonb_to_recordset(${JSON.stringify(managers)}::text::jsonb) as found("dnKey" text, anchor uuid)
    where p.organization_id = ${tx.organizationId} and p.run_id = ${runId} and p.manager_dn_key = found."dnKey"`
  await comparingAll(tx, () => tx.execute(statement))
}
