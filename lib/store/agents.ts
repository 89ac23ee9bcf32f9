import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { agentKeys, agents } from '@/db/schema/agents'
import { freeJob } from './agent-jobs'
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

/** In the order of the key ids; null = nobody's. */
export async function findKeyHolders(across: Transaction, keyIds: readonly string[]): Promise<(KeyHolder | null)[]> {
  const rows = await across
    .select({
      keyId: agentKeys.keyId,
      organizationId: agentKeys.organizationId,
      agentId: agentKeys.agentId,
      publicKey: agentKeys.publicKey,
      revokedAt: agents.revokedAt,
      firstUsedAt: agentKeys.firstUsedAt,
    })
    .from(agentKeys)
    .innerJoin(agents, and(eq(agents.organizationId, agentKeys.organizationId), eq(agents.id, agentKeys.agentId)))
    .where(inArray(agentKeys.keyId, [...keyIds]))
  const holders = new Map(rows.map(row => [row.keyId, row]))
  return keyIds.map(keyId => {
    const row = holders.get(keyId)
    if (!row) return null
    const { revokedAt, firstUsedAt, organizationId, agentId, publicKey } = row
    return { organizationId, agentId, publicKey, revoked: revokedAt !== null, used: firstUsedAt !== null }
  })
}

const one = (tx: OrganizationTransaction, id: string) =>
  and(eq(agents.organizationId, tx.organizationId), eq(agents.id, id))

export async function readAgent(tx: OrganizationTransaction, id: string): Promise<Agent | null> {
  const [row] = await tx.select().from(agents).where(one(tx, id))
  return row ?? null
}

/** Among people's names it says what it is: "agent LON-1". */
export const agentNamed = (name: string | null | undefined): string | null => (name ? `agent ${name}` : null)

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

/** To enroll is to be in touch. @returns false when an agent of this name is there already */
export async function insertAgent(tx: OrganizationTransaction, agent: NewAgent): Promise<boolean> {
  const rows = await tx
    .insert(agents)
    .values({ ...agent, organizationId: tx.organizationId, lastContactAt: sql`now()` })
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

/** Why an agent was turned away, once a minute at most: whoever is turned away asks again and again. */
export async function noteTurnedAway(
  tx: OrganizationTransaction,
  id: string,
  { code, args }: Pick<Fault, 'code' | 'args'>,
): Promise<void> {
  const refused = { code, args, at: new Date().toISOString() }
  const isNews = sql`(${agents.refused} is null or (${agents.refused}->>'at')::timestamptz < now() - interval '1 minute')`
  await tx
    .update(agents)
    .set({ refused })
    .where(and(one(tx, id), isNews))
}

/** A request by what it was signed with. */
export type SignedOnce = { organizationId: string; keyId: string; nonce: string }

/**
 * Remembers requests. False for one that was seen before, so that it is answered without doing anything.
 * @param seconds for which a signature could still be accepted
 */
export async function rememberNonces(
  across: Transaction,
  requests: readonly SignedOnce[],
  seconds: number,
): Promise<boolean[]> {
  const list = (values: readonly string[]) => sql`${`{${values.join(',')}}`}`
  const rows = await across.execute<{ key_id: string; nonce: string }>(sql`
    insert into agent_nonces (organization_id, key_id, nonce, ends_at)
    select organization_id, key_id, nonce, now() + make_interval(secs => ${seconds})
    from unnest(${list(requests.map(one => one.organizationId))}::uuid[], ${list(requests.map(one => one.keyId))}::text[],
      ${list(requests.map(one => one.nonce))}::text[]) as r(organization_id, key_id, nonce)
    on conflict do nothing returning key_id, nonce`)
  const fresh = new Set(rows.map(row => `${row.key_id} ${row.nonce}`))
  // One of two that came together is the second.
  return requests.map(({ keyId, nonce }) => fresh.delete(`${keyId} ${nonce}`))
}

/** An agent's poll, as far as it is kept. */
export type Contact = Pick<
  Agent,
  'organizationId' | 'instance' | 'host' | 'system' | 'version' | 'protocol' | 'fault'
> & {
  agentId: string
  directory: unknown
  /** Seconds by which its clock is ahead. */
  ahead: number
}
/** What awaits an agent; `instance`: of the program that may go on with its key. */
export type Welcome = {
  instance: string
  rotate: boolean
  work: boolean
  /** A second machine with this key was noticed just now, and not within the last hour. */
  copyIsNews: boolean
}

/**
 * Notes that agents live, in the order of the contacts; null = revoked. A program that was followed by another one with
 * the same key and comes back all the same is told from it, and noted: two machines have one key.
 */
export async function noteContacts(across: Transaction, contacts: readonly Contact[]): Promise<(Welcome | null)[]> {
  const rows = await across.execute<Welcome & { id: string }>(sql`
    with arrived as (
      select r.*, b.instance is distinct from r.instance and b.instance_before is not distinct from r.instance as copy,
        coalesce(b.cloned_at, '-infinity') < now() - interval '1 hour' as unknown
      from jsonb_to_recordset(${JSON.stringify(contacts)}::text::jsonb) as r("organizationId" uuid, "agentId" uuid,
        instance uuid, host text, system text, version text, protocol int, ahead int, directory jsonb, fault jsonb)
      join agents b on b.organization_id = r."organizationId" and b.id = r."agentId"
    ), known as (
      update agents a set
        cloned_at = case when r.copy then now() else a.cloned_at end,
        instance_before = case when r.copy or r.instance = a.instance then a.instance_before else a.instance end,
        instance = case when r.copy then a.instance else r.instance end,
        host = case when r.copy then a.host else r.host end,
        system = case when r.copy then a.system else r.system end,
        version = case when r.copy then a.version else r.version end,
        protocol = case when r.copy then a.protocol else r.protocol end,
        directory = case when r.copy then a.directory else r.directory end,
        clock_ahead = case when r.copy then a.clock_ahead else r.ahead end,
        last_contact_at = case when r.copy then a.last_contact_at else now() end,
        fault = case when r.copy or r.fault is null then a.fault else r.fault end,
        fault_at = case when r.copy or r.fault is null then a.fault_at else now() end,
        refused = case when r.copy then a.refused else null end
      from arrived r
      where a.organization_id = r."organizationId" and a.id = r."agentId" and a.revoked_at is null
      returning a.organization_id, a.id, a.connector_id, a.instance, a.rotation_asked_at, r.copy and r.unknown as news)
    select id, instance, rotation_asked_at is not null as rotate, news as "copyIsNews", exists (select from agent_jobs j
      where j.organization_id = known.organization_id and j.connector_id = known.connector_id and ${freeJob}) as work
    from known`)
  const known = new Map(rows.map(({ id, ...welcome }) => [id, welcome]))
  return contacts.map(({ agentId }) => known.get(agentId) ?? null)
}

/** Of all organizations: what can no longer be accepted need not be remembered. */
export async function forgetNonces(across: Transaction): Promise<void> {
  await across.execute(sql`delete from agent_nonces where ends_at < now()`)
}
