import { createHash, randomBytes, randomUUID } from 'node:crypto'
import * as z from 'zod'
import { recordAudit } from '@/lib/audit/record'
import type { Actor } from '@/lib/connectors/actor'
import { done, type Outcome, refused } from '@/lib/outcome'
import { findAgent } from '@/lib/store/agents'
import { readConnector } from '@/lib/store/connectors'
import { deleteUnusedTokens, insertEnrollmentToken } from '@/lib/store/enrollment-tokens'
import { inOrganization } from '@/lib/store/organization'

export const tokenMinutes = 60

export const AgentName = z
  .string()
  .trim()
  .min(1, { error: 'agent-name-missing' })
  .max(60, { error: 'agent-name-too-long' })

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * Makes the token with which one agent of this name enrolls, within 60 minutes; it is shown once, and only its hash is kept.
 * Faults: `agent-name-missing`, `agent-name-too-long`, `agent-name-taken`, `connector-unknown`, `connector-not-agent`.
 */
export async function createEnrollmentToken(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  typedName: string,
): Promise<Outcome<{ token: string; minutes: number }>> {
  const name = AgentName.safeParse(typedName)
  if (!name.success) return refused(name.error.issues[0]?.message ?? 'agent-name-missing', {}, 'name')
  const token = `enr1_${randomBytes(32).toString('base64url')}`
  return inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    if (connector.kind !== 'agent') return refused('connector-not-agent')
    if (await findAgent(tx, name.data)) return refused('agent-name-taken', { name: name.data }, 'name')
    await deleteUnusedTokens(tx, connectorId, name.data)
    const id = randomUUID()
    const row = { id, connectorId, agentName: name.data, tokenHash: tokenHash(token), createdBy: actor.id }
    await insertEnrollmentToken(tx, row, tokenMinutes)
    await recordAudit(tx, {
      actor,
      event: 'agent.token-created',
      target: { kind: 'connector', id: connectorId },
      details: { agent: name.data },
    })
    return done({ token, minutes: tokenMinutes })
  })
}
