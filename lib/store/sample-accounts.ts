import { sql } from 'drizzle-orm'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'

/** Somebody whom the sample company's Messenger knows, and its directory does not. */
export type SampleAccount = {
  id: string
  name: string
  email: string
  active: boolean
  registered: boolean
  onHold: boolean
  managedElsewhere: string | null
}

/** Adds accounts that registered themselves; an address that is taken keeps its account. @returns ids by address */
export async function insertSampleAccounts(
  tx: OrganizationTransaction,
  people: readonly SampleAccount[],
): Promise<Map<string, string>> {
  const rows = people.map(({ name, email, active, onHold, managedElsewhere, ...row }) => ({
    ...{ ...row, email, blocked: !active, on_hold: onHold, managed_elsewhere: managedElsewhere },
    attributes: { ...noAttributes, displayName: name, email },
  }))
  await tx.execute(sql`
    insert into accounts (organization_id, id, attributes, email_key, email_verified, blocked_by_admin, registered, on_hold,
      managed_elsewhere)
    select ${tx.organizationId}::uuid, id, attributes, email, true, blocked, registered, on_hold, managed_elsewhere
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(id uuid, attributes jsonb, email text, blocked boolean,
      registered boolean, on_hold boolean, managed_elsewhere text)
    on conflict do nothing`)
  const known = await tx.execute<{ id: string; email_key: string }>(sql`
    select id, email_key from accounts where organization_id = ${tx.organizationId}
      and email_key in (select jsonb_array_elements_text(${JSON.stringify(people.map(({ email }) => email))}::text::jsonb))`)
  return new Map(known.map(row => [row.email_key, row.id]))
}
