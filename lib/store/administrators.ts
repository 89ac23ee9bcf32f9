import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { administrators } from '@/db/schema'
import type { Language } from '@/lib/words/language'
import { agentNamed, readAgent } from './agents'
import type { OrganizationTransaction } from './organization'

export type AdministratorRole = (typeof administrators.$inferSelect)['role']
export type Administrator = {
  id: string
  organizationId: string
  email: string
  displayName: string
  role: AdministratorRole
  sessionVersion: number
  disabled: boolean
  /** Of mails to them. */
  language: Language
}

const columns = {
  id: administrators.id,
  organizationId: administrators.organizationId,
  email: administrators.email,
  displayName: administrators.displayName,
  role: administrators.role,
  sessionVersion: administrators.sessionVersion,
  disabled: administrators.disabled,
  language: administrators.language,
}

export async function readAdministrator(tx: OrganizationTransaction, id: string): Promise<Administrator | null> {
  const [row] = await tx
    .select(columns)
    .from(administrators)
    .where(and(eq(administrators.organizationId, tx.organizationId), eq(administrators.id, id)))
  return row ?? null
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whoever did something, as people know them: the administrator's name, or the agent's; the command line speaks for itself. */
export async function readAdministratorName(tx: OrganizationTransaction, who: string): Promise<string> {
  if (!uuid.test(who)) return who
  return (await readAdministrator(tx, who))?.displayName ?? agentNamed((await readAgent(tx, who))?.name) ?? who
}

/** Whoever has one of these roles and may sign in, by name. */
export async function listWithRoles(
  tx: OrganizationTransaction,
  roles: readonly AdministratorRole[],
): Promise<{ id: string; name: string; email: string }[]> {
  return tx
    .select({ id: administrators.id, name: administrators.displayName, email: administrators.email })
    .from(administrators)
    .where(
      and(
        eq(administrators.organizationId, tx.organizationId),
        inArray(administrators.role, [...roles]),
        eq(administrators.disabled, false),
      ),
    )
    .orderBy(asc(administrators.displayName), asc(administrators.id))
}

/** Who signs in with this address, before it is known to which organization they belong. */
export async function findAdministratorByEmail(
  across: Transaction,
  email: string,
): Promise<(Administrator & { passwordHash: string }) | null> {
  const [row] = await across
    .select({ ...columns, passwordHash: administrators.passwordHash })
    .from(administrators)
    .where(eq(administrators.email, email))
  return row ?? null
}

export async function createAdministrator(
  tx: OrganizationTransaction,
  administrator: Pick<Administrator, 'id' | 'email' | 'displayName' | 'role'> & {
    passwordHash: string
    language?: Language
  },
): Promise<void> {
  await tx.insert(administrators).values({ organizationId: tx.organizationId, ...administrator })
}

/** What mails to an administrator are written in. */
export async function updateAdministratorLanguage(
  tx: OrganizationTransaction,
  id: string,
  language: Language,
): Promise<void> {
  await tx
    .update(administrators)
    .set({ language })
    .where(and(eq(administrators.organizationId, tx.organizationId), eq(administrators.id, id)))
}

export async function anyAdministrator(across: Transaction): Promise<boolean> {
  const rows = await across.select({ id: administrators.id }).from(administrators).limit(1)
  return rows.length > 0
}
