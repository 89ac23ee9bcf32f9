import { say } from '@/app/messages/say'
import { moment } from '@/app/ui/moment'
import { agentExecutable } from '@/lib/agents/program'
import { listAgents } from '@/lib/store/agents'
import { listWatchedTokens, type WatchedToken } from '@/lib/store/enrollment-tokens'
import { inOrganization } from '@/lib/store/organization'
import { type AgentLine, agentLine } from './agent-line'

export type TokenLine = {
  id: string
  name: string
  /** Nobody has used it; its end, in milliseconds since 1970. */
  open: boolean
  endsAt: number
  /** Who came with it too late, in a sentence. */
  tried: string | null
  /** The agent that it became. */
  agentId: string | null
}

/** Everything about a connector's agents that changes while somebody looks at it. */
export type AgentsView = {
  agents: AgentLine[]
  tokens: TokenLine[]
  /** The program that needs no Node, where this portal has one. */
  executable: { platform: string; megabytes: number } | null
}

export async function readAgentsView(
  organizationId: string,
  connectorId: string,
  timeZone: string,
): Promise<AgentsView> {
  const { agents, tokens } = await inOrganization(organizationId, async tx => ({
    agents: await listAgents(tx, connectorId),
    tokens: await listWatchedTokens(tx, connectorId),
  }))
  const executable = await agentExecutable()
  return {
    agents: agents.map(agent => agentLine(agent, { now: new Date(), timeZone })),
    tokens: tokens.map(token => tokenLine(token, timeZone)),
    executable: executable && { platform: executable.platform, megabytes: Math.round(executable.bytes / 1e6) },
  }
}

function tokenLine(
  { id, agentName: name, endsAt, usedAt, refused, agentId }: WatchedToken,
  timeZone: string,
): TokenLine {
  const args = refused && {
    name,
    host: refused.host,
    from: refused.from ?? '?',
    at: moment(new Date(refused.at), timeZone).text,
  }
  const tried = args && say(refused.code === 'token-used' ? 'agents.triedUsed' : 'agents.triedLate', args)
  return { id, name, open: usedAt === null, endsAt: endsAt.getTime(), tried, agentId }
}
