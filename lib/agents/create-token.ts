import { createHash, randomBytes, randomUUID } from 'node:crypto'
import * as z from 'zod'
import { recordAudit } from '@/lib/audit/record'
import type { Actor } from '@/lib/connectors/actor'
import { done, type Outcome, refused } from '@/lib/outcome'
import { findAgent, readAgent } from '@/lib/store/agents'
import { readConnector } from '@/lib/store/connectors'
import { deleteUnusedTokens, insertEnrollmentToken } from '@/lib/store/enrollment-tokens'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'

export const tokenMinutes = 60

export const AgentName = z
  .string()
  .trim()
  .min(1, { error: 'agent-name-missing' })
  .max(60, { error: 'agent-name-too-long' })

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

type Made = Outcome<{ token: string; minutes: number }>

/**
 * Makes the token with which one agent of this name enrolls, within 60 minutes; it is shown once, and only its hash is kept.
 * Faults: `agent-name-missing`, `agent-name-too-long`, `agent-name-taken`, `connector-unknown`, `connector-not-agent`.
 */
export async function createEnrollmentToken(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  typedName: string,
): Promise<Made> {
  const name = AgentName.safeParse(typedName)
  if (!name.success) return refused(name.error.issues[0]?.message ?? 'agent-name-missing', {}, 'name')
  return inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    if (connector.kind !== 'agent') return refused('connector-not-agent')
    if (await findAgent(tx, name.data)) return refused('agent-name-taken', { name: name.data }, 'name')
    return make(tx, actor, { connectorId, agentName: name.data, replaces: null })
  })
}

/**
 * Makes the token for another machine in place of an agent's: when it enrolls it takes the agent's name, and the agent is shut
 * out; until then the agent goes on. Fault: `agent-unknown`.
 */
export function createReplacementToken(organizationId: string, actor: Actor, agentId: string): Promise<Made> {
  return inOrganization(organizationId, async tx => {
    const agent = await readAgent(tx, agentId)
    if (!agent || agent.revokedAt) return refused('agent-unknown')
    return make(tx, actor, { connectorId: agent.connectorId, agentName: agent.name, replaces: agent.id })
  })
}

type Wanted = { connectorId: string; agentName: string; replaces: string | null }

async function make(tx: OrganizationTransaction, actor: Actor, wanted: Wanted): Promise<Made> {
  const token = `enr1_${randomBytes(32).toString('base64url')}`
  await deleteUnusedTokens(tx, wanted.connectorId, wanted.agentName)
  const row = { ...wanted, id: randomUUID(), tokenHash: tokenHash(token), createdBy: actor.id }
  await insertEnrollmentToken(tx, row, tokenMinutes)
  await recordAudit(tx, {
    actor,
    event: 'agent.token-created',
    target: { kind: 'connector', id: wanted.connectorId },
    details: { agent: wanted.agentName, replaces: wanted.replaces },
  })
  return done({ token, minutes: tokenMinutes })
}
