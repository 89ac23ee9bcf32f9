import { asc, eq } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { organizations } from '@/db/schema'
import type { Language } from '@/lib/words/language'
import type { OrganizationTransaction } from './organization'

export type Organization = {
  id: string
  name: string
  timeZone: string
  language: Language
  precedence: string[]
  comparedAt: Date | null
  createdAt: Date
}

/** Creates an organization; only possible across organizations. */
export async function createOrganization(
  across: Transaction,
  organization: { id: string; name: string; timeZone?: string; language?: Language },
): Promise<void> {
  await across.insert(organizations).values(organization)
}

/** The transaction's own organization; null when it does not exist. */
export async function readOrganization(tx: OrganizationTransaction): Promise<Organization | null> {
  const [row] = await tx.select().from(organizations).where(eq(organizations.id, tx.organizationId))
  return row ?? null
}

export async function listOrganizations(across: Transaction): Promise<Organization[]> {
  return across.select().from(organizations).orderBy(asc(organizations.name), asc(organizations.id))
}

/** The zone in which all of the organization's times are meant and shown. */
export async function updateTimeZone(tx: OrganizationTransaction, timeZone: string): Promise<void> {
  await tx.update(organizations).set({ timeZone }).where(eq(organizations.id, tx.organizationId))
}

/** What mails to its people and to others are written in. */
export async function updateOrganizationLanguage(tx: OrganizationTransaction, language: Language): Promise<void> {
  await tx.update(organizations).set({ language }).where(eq(organizations.id, tx.organizationId))
}

/** The connectors in the order in which a person is theirs whom several of them find. */
export async function updatePrecedence(tx: OrganizationTransaction, precedence: readonly string[]): Promise<void> {
  await tx
    .update(organizations)
    .set({ precedence: [...precedence] })
    .where(eq(organizations.id, tx.organizationId))
}
