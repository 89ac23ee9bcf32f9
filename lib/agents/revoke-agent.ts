import { recordAudit } from '@/lib/audit/record'
import type { Actor } from '@/lib/connectors/actor'
import { done, type Outcome, refused } from '@/lib/outcome'
import { endJobsOf } from '@/lib/store/agent-jobs'
import { lockAgent, updateAgent } from '@/lib/store/agents'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'

/**
 * Shuts an agent out from its next request on, for good. What it had in hand goes to another agent, and what it had sent
 * of it counts for nothing. The name is typed. Faults: `agent-unknown`, `agent-name-different`.
 */
export async function revokeAgent(
  organizationId: string,
  actor: Actor,
  agentId: string,
  typedName: string,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const agent = await lockAgent(tx, agentId)
    if (!agent || agent.revokedAt) return refused('agent-unknown')
    if (typedName.trim() !== agent.name) return refused('agent-name-different', { name: agent.name }, 'name')
    await shutOut(tx, agentId, actor.id)
    await recordAudit(tx, {
      actor,
      event: 'agent.revoked',
      target: { kind: 'agent', id: agentId },
      details: { name: agent.name },
    })
    return done(null)
  })
}

/** @param by the administrator's or operator's id */
export async function shutOut(tx: OrganizationTransaction, agentId: string, by: string): Promise<void> {
  await updateAgent(tx, agentId, { revokedAt: new Date(), revokedBy: by })
  await endJobsOf(tx, agentId)
}
