import { keyIdOf, verifiesWith } from '@/lib/agent-protocol/keys'
import { type RotateRequest, rotationText } from '@/lib/agent-protocol/messages'
import { recordAudit } from '@/lib/audit/record'
import type { Actor } from '@/lib/connectors/actor'
import { done, type Outcome, refused } from '@/lib/outcome'
import { deleteUnusedKeys, insertAgentKey, lockAgent, updateAgent } from '@/lib/store/agents'
import { inOrganization } from '@/lib/store/organization'
import { type Caller, type Reply, refuse, replied } from './reply'

/** Has an agent exchange its key at its next poll. Fault: `agent-unknown`. */
export function askForRotation(organizationId: string, actor: Actor, agentId: string): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const agent = await lockAgent(tx, agentId)
    if (!agent || agent.revokedAt) return refused('agent-unknown')
    await updateAgent(tx, agentId, { rotationAskedAt: new Date() })
    await recordAudit(tx, { actor, event: 'agent.rotation-asked', target: { kind: 'agent', id: agentId } })
    return done(null)
  })
}

/**
 * Takes an agent's next key beside the one it has. The old one works until the new one was used, so that an agent which
 * could not keep the new one is not locked out. Asked again with the same key, it is the same.
 */
export async function rotateKey(
  caller: Caller,
  { publicKey, proof }: RotateRequest,
): Promise<Reply<Record<string, never>>> {
  if (!verifiesWith(publicKey, rotationText(caller.agentId, publicKey), Buffer.from(proof, 'base64')))
    return refuse('signature-wrong')
  const keyId = keyIdOf(publicKey)
  return inOrganization(caller.organizationId, async tx => {
    await deleteUnusedKeys(tx, caller.agentId, caller.keyId)
    if (!(await insertAgentKey(tx, { keyId, agentId: caller.agentId, publicKey }))) return refuse('key-taken')
    await updateAgent(tx, caller.agentId, { rotationAskedAt: null })
    await recordAudit(tx, {
      actor: { kind: 'agent', id: caller.agentId },
      event: 'agent.key-announced',
      target: { kind: 'agent', id: caller.agentId },
      details: { fingerprint: keyId },
    })
    return replied({})
  })
}
