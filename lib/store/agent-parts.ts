import { and, eq, sql } from 'drizzle-orm'
import { agentParts } from '@/db/schema/agents'
import type { OrganizationTransaction } from './organization'

export type AgentPart = Omit<typeof agentParts.$inferSelect, 'organizationId'>
type Upload = { jobId: string; claim: number }

/** Keeps a part, once. @returns the hash of the part with this number: of another one when it differs */
export async function insertAgentPart(tx: OrganizationTransaction, part: AgentPart): Promise<string> {
  await tx
    .insert(agentParts)
    .values({ ...part, organizationId: tx.organizationId })
    .onConflictDoNothing()
  const [row] = await tx
    .select({ hash: agentParts.hash })
    .from(agentParts)
    .where(and(of(tx, part), eq(agentParts.number, part.number)))
  return row?.hash ?? ''
}

const of = (tx: OrganizationTransaction, { jobId, claim }: Upload) =>
  and(eq(agentParts.organizationId, tx.organizationId), eq(agentParts.jobId, jobId), eq(agentParts.claim, claim))

/** What arrived, without the contents, in order. */
export async function listAgentParts(
  tx: OrganizationTransaction,
  upload: Upload,
): Promise<Pick<AgentPart, 'number' | 'plainBytes' | 'hash'>[]> {
  return tx
    .select({ number: agentParts.number, plainBytes: agentParts.plainBytes, hash: agentParts.hash })
    .from(agentParts)
    .where(of(tx, upload))
    .orderBy(agentParts.number)
}

export async function readAgentPart(
  tx: OrganizationTransaction,
  upload: Upload & { number: number },
): Promise<Pick<AgentPart, 'compressed' | 'plainBytes' | 'hash'> | null> {
  const [row] = await tx
    .select({ compressed: agentParts.compressed, plainBytes: agentParts.plainBytes, hash: agentParts.hash })
    .from(agentParts)
    .where(and(of(tx, upload), eq(agentParts.number, upload.number)))
  return row ?? null
}

/** Bytes that wait to be read, of all of an organization's uploads. */
export async function waitingBytes(tx: OrganizationTransaction): Promise<number> {
  const [row] = await tx.execute<{ bytes: number }>(sql`
    select coalesce(sum(octet_length(compressed)), 0)::float8 as bytes from agent_parts
    where organization_id = ${tx.organizationId}`)
  return row?.bytes ?? 0
}
