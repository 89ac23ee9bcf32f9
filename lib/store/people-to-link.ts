import { sql } from 'drizzle-orm'
import { inReadingOrder, inSmallLetters } from './list-page'
import { newestReads, takesPart } from './newest-reads'
import type { OrganizationTransaction } from './organization'

/** Somebody in scope of a directory, and the address of the account that they have already, or the account nobody manages that has theirs. */
export type PersonToLink = {
  connectorId: string
  anchor: string
  name: string
  email: string | null
  unit: string | null
  connector: string
  ownAddress: string | null
  addressOf: string | null
}

const names = sql`concat_ws(' ', p.attributes ->> 'displayName', p.email_key, p.user_name_key)`

/** People who take part, whose name, address or user name has this text as a part; those without an account come first. */
export async function findPeopleToLink(
  tx: OrganizationTransaction,
  query: string,
  limit: number,
): Promise<PersonToLink[]> {
  const wanted = query.trim().toLowerCase()
  if (wanted === '') return []
  return [
    ...(await tx.execute<PersonToLink>(sql`
      with newest as materialized (${newestReads(tx.organizationId)})
      select newest.connector_id as "connectorId", p.anchor, coalesce(p.attributes ->> 'displayName', p.email_key, '') as name,
        p.email_key as email, p.unit, k.name as connector, a.email_key as "ownAddress",
        h.id as "addressOf"
      from newest join mapped_people p on p.organization_id = ${tx.organizationId} and p.run_id = newest.id
      join connectors k on k.organization_id = p.organization_id and k.id = newest.connector_id
      left join joins j on j.organization_id = p.organization_id and j.connector_id = k.id and j.anchor = p.anchor
      left join accounts a on a.organization_id = j.organization_id and a.id = j.account_id
      left join accounts h on h.organization_id = p.organization_id and h.email_key = p.email_key and not h.managed
      where ${takesPart} and position(${wanted} in ${inSmallLetters(names)}) > 0
      order by a.id is not null, ${inReadingOrder(sql`coalesce(p.attributes ->> 'displayName', '')`)}, p.anchor limit ${limit}`)),
  ]
}
