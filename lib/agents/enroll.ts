import { randomUUID } from 'node:crypto'
import { keyIdOf } from '@/lib/agent-protocol/keys'
import type { EnrollAnswer, EnrollRequest } from '@/lib/agent-protocol/messages'
import { recordAudit } from '@/lib/audit/record'
import { type Agent, insertAgent, insertAgentKey, lockAgent } from '@/lib/store/agents'
import { readConnector } from '@/lib/store/connectors'
import {
  type EnrollmentToken,
  findEnrollmentToken,
  lockEnrollmentToken,
  noteRefusedToken,
  spendEnrollmentToken,
} from '@/lib/store/enrollment-tokens'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { tokenHash } from './create-token'
import { type Reply, refuse, replied } from './reply'
import { shutOut } from './revoke-agent'
import { tellOfTriedToken } from './tell-of-suspicion'

/**
 * Exchanges a token for an agent with the key that signed this request. Once; whoever comes later is noted with the token.
 * @param from the address that the request came from, when it is known
 */
export async function enrollAgent(request: EnrollRequest, from: string | null): Promise<Reply<EnrollAnswer>> {
  const hash = tokenHash(request.token)
  const found = await acrossOrganizations('enroll an agent', across => findEnrollmentToken(across, hash))
  if (!found) return refuse('token-unknown')
  return inOrganization(found.organizationId, async tx => {
    const token = await lockEnrollmentToken(tx, found.id)
    if (!token) return refuse('token-unknown')
    const code = token.usedAt ? 'token-used' : token.expired ? 'token-expired' : null
    if (code) {
      await noteRefusedToken(tx, token.id, { code, host: request.presence.host, from })
      if (code === 'token-used') await tellOfTriedToken(tx, token, request.presence.host, from)
      return refuse(code)
    }
    return enroll(tx, token, request, from)
  })
}

async function enroll(
  tx: OrganizationTransaction,
  token: EnrollmentToken,
  { publicKey, presence }: EnrollRequest,
  from: string | null,
): Promise<Reply<EnrollAnswer>> {
  const connector = await readConnector(tx, token.connectorId)
  const organization = await readOrganization(tx)
  if (!connector || !organization) return refuse('token-unknown')
  if (token.replaces && !(await makeWay(tx, token, token.replaces))) return refuse('token-unknown')
  const { host, system, version, protocol, instance } = presence
  const agent: Pick<Agent, 'id' | 'connectorId' | 'name'> = {
    id: randomUUID(),
    connectorId: token.connectorId,
    name: token.agentName,
  }
  const keyId = keyIdOf(publicKey)
  if (!(await insertAgentKey(tx, { keyId, agentId: agent.id, publicKey }))) return refuse('key-taken')
  const isNew = await insertAgent(tx, { ...agent, host, system, version, protocol, instance, enrolledFrom: from })
  if (!isNew) throw new Error('An agent of this name was enrolled with another token at the same moment')
  await spendEnrollmentToken(tx, token.id, agent.id)
  await recordAudit(tx, {
    actor: { kind: 'agent', id: agent.id },
    event: 'agent.enrolled',
    target: { kind: 'agent', id: agent.id },
    details: { name: agent.name, host, fingerprint: keyId },
  })
  return replied({
    agentId: agent.id,
    name: agent.name,
    connector: connector.name,
    organization: organization.name,
  })
}

/** Shuts out the agent whose place the new one takes. @returns false when there is no such agent any more */
async function makeWay(tx: OrganizationTransaction, { createdBy }: EnrollmentToken, agentId: string): Promise<boolean> {
  const agent = await lockAgent(tx, agentId)
  if (!agent || agent.revokedAt) return false
  await shutOut(tx, agentId, createdBy)
  const target = { kind: 'agent', id: agentId } as const
  await recordAudit(tx, {
    actor: { kind: 'administrator', id: createdBy },
    ...{ event: 'agent.replaced', target, details: { name: agent.name, host: agent.host } },
  })
  return true
}
