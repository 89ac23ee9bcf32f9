import { and, eq } from 'drizzle-orm'
import { secrets } from '@/db/schema'
import { seal, unseal } from '@/lib/vault/seal'
import type { OrganizationTransaction } from './organization'

export type SecretName = 'bind-password' | 'bind-password-draft'
/** A secret as stored. `target` names what it was typed for, see lib/connectors/target. */
export type SealedSecret = { sealed: string; target: string }

/** Seals a secret for exactly one target and stores it, replacing the one of the same name. */
export async function saveSecret(
  tx: OrganizationTransaction,
  connectorId: string,
  name: SecretName,
  secret: { plain: string; target: string },
): Promise<SealedSecret> {
  const sealed = seal(secret.plain, identity(tx, connectorId, secret.target))
  await put(tx, connectorId, name, { sealed, target: secret.target })
  return { sealed, target: secret.target }
}

export async function readSecret(
  tx: OrganizationTransaction,
  connectorId: string,
  name: SecretName,
): Promise<SealedSecret | null> {
  const [row] = await tx
    .select({ sealed: secrets.sealed, target: secrets.target })
    .from(secrets)
    .where(key(tx, connectorId, name))
  return row ?? null
}

/** Those of a connector, at most one of each name. */
export async function readSecrets(
  tx: OrganizationTransaction,
  connectorId: string,
): Promise<(SealedSecret & { name: SecretName })[]> {
  return tx
    .select({ name: secrets.name, sealed: secrets.sealed, target: secrets.target })
    .from(secrets)
    .where(and(eq(secrets.organizationId, tx.organizationId), eq(secrets.connectorId, connectorId)))
}

/** @throws Error when the row was moved from another organization or connector, or its target was altered */
export function openSecret(tx: OrganizationTransaction, connectorId: string, secret: SealedSecret): string {
  return unseal(secret.sealed, identity(tx, connectorId, secret.target))
}

/** Makes the draft's secret the live one, if there is a draft's secret. Answers whether there was. */
export async function promoteSecret(tx: OrganizationTransaction, connectorId: string): Promise<boolean> {
  const draft = await readSecret(tx, connectorId, 'bind-password-draft')
  if (!draft) return false
  await put(tx, connectorId, 'bind-password', draft)
  await tx.delete(secrets).where(key(tx, connectorId, 'bind-password-draft'))
  return true
}

/** Forgets the connector's passwords, the live one and the draft's. */
export async function deleteSecrets(tx: OrganizationTransaction, connectorId: string): Promise<void> {
  await tx
    .delete(secrets)
    .where(and(eq(secrets.organizationId, tx.organizationId), eq(secrets.connectorId, connectorId)))
}

async function put(tx: OrganizationTransaction, connectorId: string, name: SecretName, secret: SealedSecret) {
  await tx
    .insert(secrets)
    .values({ organizationId: tx.organizationId, connectorId, name, ...secret })
    .onConflictDoUpdate({
      target: [secrets.organizationId, secrets.connectorId, secrets.name],
      set: { ...secret, createdAt: new Date() },
    })
}

const key = (tx: OrganizationTransaction, connectorId: string, name: SecretName) =>
  and(eq(secrets.organizationId, tx.organizationId), eq(secrets.connectorId, connectorId), eq(secrets.name, name))

// Associated data of the seal: a row copied elsewhere, or given another target, no longer opens.
const identity = (tx: OrganizationTransaction, connectorId: string, target: string) =>
  `${tx.organizationId}/${connectorId}/${target}`
