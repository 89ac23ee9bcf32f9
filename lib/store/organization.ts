import { sql } from 'drizzle-orm'
import { closeClient, type Database, openDatabase, type Transaction } from '@/db/client'
import { acrossRole } from '@/db/roles'
import { env } from '@/lib/env'
import { keepValuesOutOfConsoles } from './describe-error'

export type { Transaction }

/** A transaction that sees one organization, and knows which. */
export type OrganizationTransaction = Transaction & { readonly organizationId: string }

const shared = globalThis as { enrollmentDatabase?: Database }

/** One pool per process; it outlives a reload of this module. */
function database(): Database {
  shared.enrollmentDatabase ??= open()
  return shared.enrollmentDatabase
}

function open(): Database {
  keepValuesOutOfConsoles()
  return openDatabase(env().DATABASE_URL ?? '', { max: 10 })
}

/**
 * The only way to an organization's rows. Row-level security shows this organization and no other, and what `work` throws
 * rolls everything back.
 */
export function inOrganization<T>(
  organizationId: string,
  work: (tx: OrganizationTransaction) => Promise<T>,
): Promise<T> {
  return database().transaction(async tx => work(await enterOrganization(tx, organizationId)))
}

/**
 * The one other door, for what belongs to no organization or to all: looking up who signs in, due work, set-up, operator
 * commands. Its role has its own grants, which are fewer.
 * @param reason shown in the database's activity view and log
 */
export function acrossOrganizations<T>(reason: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database().transaction(async tx => {
    await tx.execute(sql.raw(`set local role ${acrossRole}`))
    await tx.execute(sql`select set_config('application_name', ${`enrollment: ${reason}`.slice(0, 63)}, true)`)
    return work(tx)
  })
}

/** Names the organization for the rest of this transaction, so that store functions which expect one can be called. */
export async function enterOrganization(tx: Transaction, organizationId: string): Promise<OrganizationTransaction> {
  await tx.execute(sql`select set_config('enrollment.organization', ${organizationId}, true)`)
  return Object.assign(tx, { organizationId })
}

/** Closes this process' pool; the next transaction opens another. */
export async function closeDatabase(): Promise<void> {
  const open = shared.enrollmentDatabase
  shared.enrollmentDatabase = undefined
  if (open) await closeClient(open)
}
