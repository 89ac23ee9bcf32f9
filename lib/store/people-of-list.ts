import { type SQL, sql } from 'drizzle-orm'
import { inReadingOrder } from './list-page'
import type { OrganizationTransaction } from './organization'

/** The objectGUIDs of the people whom a list reaches as the run read it, also through lists inside it: a condition's right side. */
export const peopleOfList = ({ organizationId }: OrganizationTransaction, runId: string, list: string): SQL => sql`(
  with recursive reach as (
    select ${list}::uuid as list
    union
    select o.anchor from reach r
    join snapshot_members m on m.organization_id = ${organizationId} and m.run_id = ${runId} and m.list = r.list
    join snapshot_objects o on o.organization_id = ${organizationId} and o.run_id = ${runId} and o.dn_key = m.dn_key
      and o.kind = 'list'
  )
  select o.anchor from reach r
  join snapshot_members m on m.organization_id = ${organizationId} and m.run_id = ${runId} and m.list = r.list
  join snapshot_objects o on o.organization_id = ${organizationId} and o.run_id = ${runId} and o.dn_key = m.dn_key
    and o.kind = 'person')`

/** The lists that a run read, by name. */
export async function listsOfRun(
  tx: OrganizationTransaction,
  runId: string,
  limit: number,
): Promise<{ anchor: string; name: string }[]> {
  const name = sql`coalesce(attributes -> 'displayName' ->> 0, attributes -> 'cn' ->> 0, dn)`
  const rows = await tx.execute<{ anchor: string; name: string }>(sql`
    select anchor, ${name} as name from snapshot_objects
    where organization_id = ${tx.organizationId} and run_id = ${runId} and kind = 'list'
    order by ${inReadingOrder(name)}, anchor limit ${limit}`)
  return [...rows]
}
