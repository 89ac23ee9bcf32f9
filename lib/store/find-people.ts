import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import { inReadingOrder, inSmallLetters } from './list-page'
import type { OrganizationTransaction } from './organization'

export type FoundPerson = { anchor: Anchor; displayName: string; email: string | null; unit: string | null }

type Request = { runId: string; connectorId: string; query: string; limit: number }

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i

/**
 * People of a run whom a text names: an objectGUID, an address, a user name, or a part of a name. Those who were read, those
 * who were not, and those linked by the connector; whom the text names exactly come first.
 */
export async function findPeople(tx: OrganizationTransaction, request: Request): Promise<FoundPerson[]> {
  const wanted = request.query.trim().toLowerCase()
  if (wanted === '') return []
  const anchor = guid.exec(wanted)?.[1]
  const rows = await tx.execute<{
    anchor: Anchor
    display_name: string | null
    email: string | null
    unit: string | null
  }>(anchor === undefined ? byText(tx.organizationId, request, wanted) : byAnchor(tx.organizationId, request, anchor))
  return rows.map(row => ({
    anchor: row.anchor,
    displayName: row.display_name ?? row.email ?? row.anchor,
    email: row.email,
    unit: row.unit,
  }))
}

/** Everybody of the run and of the connector, each source with what it calls a person. */
const everybody = (organizationId: string, { runId, connectorId }: Request, where: (anchor: SQL) => SQL) => sql`
  select p.anchor, p.attributes ->> 'displayName' as display_name, p.email_key as email, p.unit,
    o.attributes -> 'sAMAccountName' ->> 0 as user_name, o.attributes -> 'userPrincipalName' ->> 0 as principal, 1 as source
  from mapped_people p left join snapshot_objects o
    on o.organization_id = p.organization_id and o.run_id = p.run_id and o.anchor = p.anchor
  where p.organization_id = ${organizationId} and p.run_id = ${runId} ${where(sql`p.anchor`)}
  union all
  select c.anchor, nullif(c.display_name, ''), c.email, c.unit, null, null, 2
  from changes c where c.organization_id = ${organizationId} and c.run_id = ${runId} ${where(sql`c.anchor`)}
  union all
  select j.anchor, a.display_name, a.email_key, j.unit, null, null, 3
  from joins j join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
  where j.organization_id = ${organizationId} and j.connector_id = ${connectorId} ${where(sql`j.anchor`)}`

const byAnchor = (organizationId: string, request: Request, anchor: string) => sql`
  select distinct on (anchor) anchor, display_name, email, unit
  from (${everybody(organizationId, request, column => sql`and ${column} = ${anchor}`)}) people
  order by anchor, source limit ${request.limit}`

const calledBy = [sql`display_name`, sql`email`, sql`user_name`, sql`principal`]

const byText = (organizationId: string, request: Request, wanted: string) => sql`
  select anchor, display_name, email, unit from (
    select distinct on (anchor) *,
      ${wanted} in (${sql.join(
        calledBy.map(name => inSmallLetters(name)),
        sql`, `,
      )}) as named
    from (${everybody(organizationId, request, () => sql``)}) people
    where ${sql.join(
      calledBy.map(name => sql`position(${wanted} in ${inSmallLetters(sql`coalesce(${name}, '')`)}) > 0`),
      sql` or `,
    )}
    order by anchor, source) found
  order by named desc nulls last, ${inReadingOrder(sql`display_name`)}, anchor limit ${request.limit}`
