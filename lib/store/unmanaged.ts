import { type SQL, sql } from 'drizzle-orm'

/** Whether the account's address is in a domain that is verified for its organization. `a` is the account's name in the statement. */
export const believedDomain = (a: SQL): SQL => sql`exists (
  select from domains d where d.organization_id = ${a}.organization_id and d.name = ${a}.email_domain
    and d.verified_by is not null)`
