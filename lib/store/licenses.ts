import { and, eq, type SQL, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import { licenses } from '@/db/schema/organizations'
import { type License, unlimited } from '@/lib/settings/license'
import { againstManaging } from './account-readiness'
import type { OrganizationTransaction } from './organization'

/** `left` is never below 0; with `seats` null, as many as anybody needs (null). */
export type Seats = { seats: number | null; used: number; left: number | null }

/**
 * Who takes a seat: an account that is managed and not deactivated. A suspended one keeps its seat, because it still
 * receives messages; an unmanaged or deactivated one has none.
 */
export const takesSeat = and(accounts.managed, accounts.active)

/** What the billing side said of this organization; without a word, nothing is limited. */
export async function readLicense(tx: OrganizationTransaction): Promise<License> {
  return (await read(tx)) ?? unlimited
}

/** Whether anybody said anything of its seats, the sample company too. */
export const isLicensed = async (tx: OrganizationTransaction): Promise<boolean> => (await read(tx)) !== null

async function read(tx: OrganizationTransaction): Promise<License | null> {
  const { seats, pricePerSeat, currency, billingTerm, renewsOn } = licenses
  const [row] = await tx
    .select({ seats, pricePerSeat, currency, billingTerm, renewsOn })
    .from(licenses)
    .where(eq(licenses.organizationId, tx.organizationId))
  return row ?? null
}

export async function saveLicense(
  tx: OrganizationTransaction,
  license: License,
  { ofSample = false }: { ofSample?: boolean } = {},
): Promise<void> {
  const values = { ...license, ofSample, updatedAt: new Date() }
  await tx
    .insert(licenses)
    .values({ organizationId: tx.organizationId, ...values })
    .onConflictDoUpdate({ target: licenses.organizationId, set: values })
}

/** The sample company's seats are for the sample company. */
export async function dropSampleLicense(tx: OrganizationTransaction): Promise<void> {
  await tx.delete(licenses).where(and(eq(licenses.organizationId, tx.organizationId), eq(licenses.ofSample, true)))
}

/** Until the transaction ends, nobody else gives seats of this organization away. */
export async function lockSeats(tx: OrganizationTransaction): Promise<void> {
  await tx
    .select({ seats: licenses.seats })
    .from(licenses)
    .where(eq(licenses.organizationId, tx.organizationId))
    .for('update')
}

/**
 * How many seats there are, are taken, and are left. Beside whom `takesSeat` names, a seat is taken by each person outside whom
 * managed teams have among their members, in however many of them, and by whoever is on the way under management with a team.
 */
export async function seatsOf(tx: OrganizationTransaction): Promise<Seats> {
  const { seats } = await readLicense(tx)
  const of = (table: SQL) => sql`${table}.organization_id = ${tx.organizationId}`
  const [row] = await tx.execute<{ used: number }>(sql`
    select ((select count(*) from ${accounts} where ${of(sql`${accounts}`)} and ${takesSeat})
      + (select count(distinct m.email_key) from team_members m where ${of(sql`m`)} and m.billed_since is not null)
      + (select count(distinct m.account_id) from team_members m
        join accounts a on a.organization_id = m.organization_id and a.id = m.account_id
        where ${of(sql`m`)} and m.adoption = 'waiting' and ${againstManaging(sql`a`)} is null))::int as used`)
  const used = row?.used ?? 0
  return { seats, used, left: seats === null ? null : Math.max(0, seats - used) }
}
