import { sql } from 'drizzle-orm'
import { agentNamed } from './agents'
import type { OrganizationTransaction } from './organization'

/** Who prepared the version since which an exclusion stands, and when. */
export type ExclusionAdded = { by: string; at: Date }

const idsOf = (path: string) => sql`
  select v.version, v.author, v.created_at, lower(found #>> '{}') as id
  from versions v, jsonb_path_query(v.settings, ${path}::jsonpath) as found`

/**
 * Since when each exclusion of people stands, by the id of its account or rule in lower case: what the versions of a connector
 * tell, which are all kept. Whoever was taken out and added again counts from then; what no version has is missing.
 */
export async function exclusionsAdded(
  tx: OrganizationTransaction,
  connectorId: string,
): Promise<ReadonlyMap<string, ExclusionAdded>> {
  const rows = await tx.execute<{
    id: string
    author: string
    at: string
    administrator: string | null
    agent: string | null
  }>(sql`
    with versions as (
      select version, author, created_at, settings from connector_versions
      where organization_id = ${tx.organizationId} and connector_id = ${connectorId}
    ), held as materialized (
      ${idsOf('$.exclusions.incoming[*].id')}
      union all ${idsOf('$.exclusions.protected.accounts[*].accountId')}
      union all ${idsOf('$.exclusions.protected.rules[*].id')}
    ), added as (
      select distinct on (id) id, author, created_at from held h
      where not exists (select from held b where b.id = h.id and b.version = h.version - 1)
      order by id, version desc
    )
    select e.id, e.author, to_json(e.created_at) #>> '{}' as at, d.display_name as administrator, g.name as agent
    from added e
    left join administrators d on d.organization_id = ${tx.organizationId} and d.id::text = e.author
    left join agents g on g.organization_id = ${tx.organizationId} and g.id::text = e.author`)
  return new Map(
    rows.map(({ id, author, at, administrator, agent }) => [
      id,
      { by: administrator ?? agentNamed(agent) ?? author, at: new Date(at) },
    ]),
  )
}
