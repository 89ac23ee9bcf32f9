import { type SQL, sql } from 'drizzle-orm'

/** What each connector's directory had when it was last read whole: the run as `id`, and its `connector_id`. */
export const newestReads = (organizationId: string): SQL => sql`
  select distinct on (r.connector_id) r.id, r.connector_id from runs r
  join snapshots s on s.organization_id = r.organization_id and s.run_id = r.id and s.sealed_at is not null
  where r.organization_id = ${organizationId} and r.plan_hash is not null
    and exists (select from connectors k where k.organization_id = r.organization_id and k.id = r.connector_id)
  order by r.connector_id, r.number desc`

/** Of the people `p` whom a read has: who is in scope and may sign in there. */
export const takesPart: SQL = sql`p.placement = 'in' and p.status not in ('disabled', 'expired')`
