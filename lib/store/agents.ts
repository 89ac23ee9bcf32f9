import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { agentKeys, agents } from '@/db/schema/agents'
import type { OrganizationTransaction, Transaction } from './organization'

export type Agent = typeof agents.$inferSelect
type Fault = NonNullable<Agent['fault']>

/** Whose key it is, for the door: before that nobody knows which organization a request belongs to. */
export type KeyHolder = {
  organizationId: string
  agentId: string
  publicKey: string
  revoked: boolean
  /** The key has signed before. */
  used: boolean
}

export async function findKeyHolder(across: Transaction, keyId: string): Promise<KeyHolder | null> {
  const [row] = await across
    .select({
      organizationId: agentKeys.organizationId,
      agentId: agentKeys.agentId,
      publicKey: agentKeys.publicKey,
      revokedAt: agents.revokedAt,
      firstUsedAt: agentKeys.firstUsedAt,
    })
    .from(agentKeys)
    .innerJoin(agents, and(eq(agents.organizationId, agentKeys.organizationId), eq(agents.id, agentKeys.agentId)))
    .where(eq(agentKeys.keyId, keyId))
  if (!row) return null
  const { revokedAt, firstUsedAt, ...holder } = row
  return { ...holder, revoked: revokedAt !== null, used: firstUsedAt !== null }
}

const one = (tx: OrganizationTransaction, id: string) =>
  and(eq(agents.organizationId, tx.organizationId), eq(agents.id, id))

export async function readAgent(tx: OrganizationTransaction, id: string): Promise<Agent | null> {
  const [row] = await tx.select().from(agents).where(one(tx, id))
  return row ?? null
}

/** As `readAgent`, and nobody else changes it until this transaction ends. */
export async function lockAgent(tx: OrganizationTransaction, id: string): Promise<Agent | null> {
  const [row] = await tx.select().from(agents).where(one(tx, id)).for('update')
  return row ?? null
}

/** A connector's agents that were not revoked, by name. */
export async function listAgents(tx: OrganizationTransaction, connectorId: string): Promise<Agent[]> {
  return tx
    .select()
    .from(agents)
    .where(
      and(eq(agents.organizationId, tx.organizationId), eq(agents.connectorId, connectorId), isNull(agents.revokedAt)),
    )
    .orderBy(asc(agents.name))
}

/** The agent that has this name now. */
export async function findAgent(tx: OrganizationTransaction, name: string): Promise<Agent | null> {
  const [row] = await tx
    .select()
    .from(agents)
    .where(and(eq(agents.organizationId, tx.organizationId), eq(agents.name, name), isNull(agents.revokedAt)))
  return row ?? null
}

export type NewAgent = Pick<
  Agent,
  'id' | 'connectorId' | 'name' | 'host' | 'system' | 'version' | 'protocol' | 'instance' | 'enrolledFrom'
>

/** @returns false when an agent of this name is there already */
export async function insertAgent(tx: OrganizationTransaction, agent: NewAgent): Promise<boolean> {
  const rows = await tx
    .insert(agents)
    .values({ ...agent, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ id: agents.id })
  return rows.length === 1
}

/** @returns false when the key is somebody's already, whoever's */
export async function insertAgentKey(
  tx: OrganizationTransaction,
  key: { keyId: string; agentId: string; publicKey: string },
): Promise<boolean> {
  const rows = await tx
    .insert(agentKeys)
    .values({ ...key, organizationId: tx.organizationId })
    .onConflictDoNothing()
    .returning({ keyId: agentKeys.keyId })
  return rows.length === 1
}

/** The keys an agent may sign with, the newest first. */
export async function listAgentKeys(
  tx: OrganizationTransaction,
  agentId: string,
): Promise<(typeof agentKeys.$inferSelect)[]> {
  return tx
    .select()
    .from(agentKeys)
    .where(and(eq(agentKeys.organizationId, tx.organizationId), eq(agentKeys.agentId, agentId)))
    .orderBy(sql`${agentKeys.createdAt} desc`)
}

/** Whatever key of this agent is older than the one in use stops working. */
export async function settleKeys(tx: OrganizationTransaction, agentId: string, used: string): Promise<void> {
  await tx.execute(sql`
    with used as (
      update agent_keys set first_used_at = coalesce(first_used_at, now())
      where organization_id = ${tx.organizationId} and agent_id = ${agentId} and key_id = ${used} returning created_at)
    delete from agent_keys k using used
    where k.organization_id = ${tx.organizationId} and k.agent_id = ${agentId} and k.key_id <> ${used}
      and k.created_at <= used.created_at`)
}

/** Keys that were announced and never used give way to the next one. */
export async function deleteUnusedKeys(tx: OrganizationTransaction, agentId: string, but: string): Promise<void> {
  await tx.execute(sql`
    delete from agent_keys where organization_id = ${tx.organizationId} and agent_id = ${agentId}
      and first_used_at is null and key_id <> ${but}`)
}

export async function updateAgent(
  tx: OrganizationTransaction,
  id: string,
  update: Partial<Omit<Agent, 'organizationId' | 'id' | 'connectorId'>>,
): Promise<void> {
  await tx.update(agents).set(update).where(one(tx, id))
}

/** That it read something, or what kept it from reading. */
export async function noteReading(tx: OrganizationTransaction, id: string, fault: Fault | null): Promise<void> {
  const now = sql`now()`
  await tx
    .update(agents)
    .set(fault === null ? { directoryReachedAt: now, fault: null, faultAt: null } : { fault, faultAt: now })
    .where(one(tx, id))
}

/**
 * Remembers a request. False when it was seen before, so that it is answered without doing anything.
 * @param seconds for which its signature could still be accepted
 */
export async function rememberNonce(
  tx: OrganizationTransaction,
  request: { keyId: string; nonce: string },
  seconds: number,
): Promise<boolean> {
  const rows = await tx.execute(sql`
    insert into agent_nonces (organization_id, key_id, nonce, ends_at)
    values (${tx.organizationId}, ${request.keyId}, ${request.nonce}, now() + make_interval(secs => ${seconds}))
    on conflict do nothing returning 1`)
  return rows.length === 1
}

/** Of all organizations: what can no longer be accepted need not be remembered. */
export async function forgetNonces(across: Transaction): Promise<void> {
  await across.execute(sql`delete from agent_nonces where ends_at < now()`)
}
