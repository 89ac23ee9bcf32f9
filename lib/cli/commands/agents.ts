import { fingerprintOf } from '@/lib/agent-protocol/keys'
import { createEnrollmentToken } from '@/lib/agents/create-token'
import { revokeAgent } from '@/lib/agents/revoke-agent'
import { askForRotation } from '@/lib/agents/rotate-key'
import { saveAgentDirectory } from '@/lib/connectors/save-agent-directory'
import { switchCarrier } from '@/lib/connectors/switch-carrier'
import type { Outcome } from '@/lib/outcome'
import { type Agent, findAgent, listAgentKeys, listAgents } from '@/lib/store/agents'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'
import { table } from '../say'

/** `agents CONNECTOR`: the agents of a connector with their fingerprints. */
export async function agents(context: Context, name: string): Promise<Answer> {
  const connector = await connectorNamed(context, name)
  const found = await inOrganization(context.organizationId, async tx =>
    Promise.all((await listAgents(tx, connector.id)).map(agent => told(tx, agent))),
  )
  const rows = found.map(agent => [agent.name, agent.host, agent.version, agent.lastContact ?? '-', agent.fingerprint])
  return { exit: 0, json: found, lines: table([['agent', 'host', 'version', 'last contact', 'fingerprint'], ...rows]) }
}

async function told(tx: OrganizationTransaction, agent: Agent) {
  const [key] = await listAgentKeys(tx, agent.id)
  const { id, name, host, system, version, directory, fault } = agent
  const lastContact = agent.lastContactAt?.toISOString() ?? null
  return {
    id,
    name,
    host,
    system,
    version,
    lastContact,
    directory,
    fault,
    fingerprint: fingerprintOf(key?.keyId ?? ''),
  }
}

/** `agent token CONNECTOR NAME`: a token for one agent, once and for 60 minutes. */
export async function agentToken(context: Context, connectorName: string, name: string): Promise<Answer> {
  const connector = await connectorNamed(context, connectorName)
  const made = given(await createEnrollmentToken(context.organizationId, context.actor, connector.id, name))
  const told = sentence('agent-token', { name, minutes: made.minutes }, 'cli')
  return { exit: 0, json: made, lines: [told, made.token] }
}

/** `agent rotate NAME`: the agent exchanges its key at its next poll. */
export async function agentRotate(context: Context, name: string): Promise<Answer> {
  const agent = await agentNamed(context, name)
  given(await askForRotation(context.organizationId, context.actor, agent.id))
  return { exit: 0, json: { agent: agent.id }, lines: [sentence('agent-rotates', { name }, 'cli')] }
}

/** `agent revoke NAME`: the agent is shut out from its next request on. */
export async function agentRevoke(context: Context, name: string): Promise<Answer> {
  const agent = await agentNamed(context, name)
  given(await revokeAgent(context.organizationId, context.actor, agent.id, name))
  return { exit: 0, json: { agent: agent.id }, lines: [sentence('agent-revoked', { name }, 'cli')] }
}

/** `carrier CONNECTOR cloud|agent`: who reads for a connector; with agents, their directory becomes the draft's. */
export async function carrier(context: Context, name: string, kind: string): Promise<Answer> {
  if (kind !== 'cloud' && kind !== 'agent') return refuse('carrier-unknown', { kind })
  const connector = await connectorNamed(context, name)
  if (connector.kind !== kind) given(await switchCarrier(context.organizationId, context.actor, connector.id, kind))
  const taken = kind === 'agent' && (await saveAgentDirectory(context.organizationId, context.actor, connector.id)).ok
  return {
    exit: 0,
    json: { connector: connector.id, kind, directoryTaken: taken },
    lines: [sentence(`carrier-${kind}`, { name }, 'cli')],
  }
}

async function agentNamed({ organizationId }: Context, name: string): Promise<Agent> {
  const agent = await inOrganization(organizationId, tx => findAgent(tx, name))
  return agent ?? refuse('agent-unknown')
}

function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Refused(outcome.faults)
  return outcome.value
}
