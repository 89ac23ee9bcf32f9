import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { noAttributes } from './accounts-facts'
import type { OrganizationTransaction } from './organization'

/** An account of the sample company's Messenger, as if its person had opened it. */
export type SampleAccount = {
  name: string
  /** A canonical address. */
  email: string
  verified: boolean
  registered: boolean
  active: boolean
  suspended: boolean
  onHold: boolean
  managedElsewhere: string | null
  plan: 'free' | 'premium' | 'premium-subscription'
  employeeNumber: string | null
  /** The place of whoever invited them in the same list; null = they came by themselves. */
  invitedBy: number | null
  /** Days since they last signed in; null = never. */
  idleDays: number | null
  createdDays: number
}

/** Adds accounts that nobody manages; whoever has an address already keeps what they have. */
export async function insertSampleMessenger(
  tx: OrganizationTransaction,
  accounts: readonly SampleAccount[],
): Promise<void> {
  const ids = accounts.map(() => randomUUID())
  const rows = accounts.map(({ name, employeeNumber, invitedBy, ...account }, at) => ({
    ...account,
    id: ids[at],
    invitedBy: invitedBy === null ? null : (ids[invitedBy] ?? null),
    attributes: { ...noAttributes, displayName: name, email: account.email, employeeNumber },
  }))
  await tx.execute(sql`
    insert into accounts (organization_id, id, attributes, email_key, email_verified, registered, blocked_by_admin, suspended,
      on_hold, managed_elsewhere, plan, origin, invited_by, last_logged_on_at, created_at)
    select ${tx.organizationId}::uuid, id, attributes, email, verified, registered, not active, suspended, "onHold",
      "managedElsewhere", plan, case when "invitedBy" is null then 'self-registered' else 'invited' end, "invitedBy",
      case when registered then now() - make_interval(days => "idleDays") end, now() - make_interval(days => "createdDays")
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(id uuid, attributes jsonb, email text, verified boolean,
      registered boolean, active boolean, suspended boolean, "onHold" boolean, "managedElsewhere" text, plan text,
      "invitedBy" uuid, "idleDays" int, "createdDays" int)
    on conflict do nothing`)
}
