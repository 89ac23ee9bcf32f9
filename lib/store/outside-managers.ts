import { sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** A manager whom people in scope have and whom this run did not read. */
export type OutsideManager = { dnKey: string; dn: string }

/** Such managers, each once, in the order of their keys. `attribute` is how people's values name the manager. */
export async function readOutsideManagers(
  tx: OrganizationTransaction,
  runId: string,
  attribute: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<OutsideManager[]> {
  const statement = sql`
    select distinct on (p.manager_dn_key) p.manager_dn_key as "dnKey", o.attributes -> ${attribute}::text ->> 0 as dn
    from mapped_people p join snapshot_objects o
      on o.organization_id = p.organization_id and o.run_id = p.run_id and o.anchor = p.anchor
    where p.organization_id = ${tx.organizationId} and p.run_id = ${runId} and p.placement = 'in'
      and p.manager_dn_key ${after === null ? sql`is not null` : sql`> ${after}`}
      and o.attributes -> ${attribute}::text ->> 0 is not null
      and not exists (select from snapshot_objects m where m.organization_id = p.organization_id and m.run_id = p.run_id
        and m.dn_key = p.manager_dn_key and m.kind = 'person')
    order by p.manager_dn_key limit ${limit}`
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
