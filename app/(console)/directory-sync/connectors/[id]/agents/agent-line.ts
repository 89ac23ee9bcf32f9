import { say } from '@/app/messages/say'
import { type Moment, moment } from '@/app/ui/moment'
import type { Tone } from '@/app/ui/tone'
import { LocalDirectory } from '@/lib/agent-protocol/messages'
import { type AgentState, agentState } from '@/lib/agents/agent-state'
import { env } from '@/lib/env'
import type { Agent } from '@/lib/store/agents'
import { sentence } from '@/lib/words/words'

/** Seconds by which a clock may be wrong before anybody is told; beyond five minutes nothing is accepted any more. */
const worthTelling = 60

export type AgentLine = {
  id: string
  name: string
  state: AgentState
  tone: Tone
  stateText: string
  machine: string
  version: string
  lastContact: Moment | null
  /** What it reads, or what keeps it from reading. */
  directory: { tone: Tone; text: string }
  /** What its machine lets be read at most, in words; null = it sets no limit. */
  limits: string | null
  /** What somebody should look at. */
  warnings: string[]
}

const tones: Record<AgentState, Tone> = { connected: 'ok', late: 'warn', offline: 'danger', never: 'quiet' }

/** An agent as lists and pages show it. */
export function agentLine(agent: Agent, { now, timeZone }: { now: Date; timeZone: string }): AgentLine {
  const state = agentState(agent.lastContactAt, now, env().ENROLLMENT_AGENT_OFFLINE_MINUTES)
  return {
    ...{ id: agent.id, name: agent.name, state, tone: tones[state], stateText: say(`agents.state.${state}`) },
    machine: `${agent.host}, ${agent.system}`,
    version: agent.version,
    lastContact: agent.lastContactAt && moment(agent.lastContactAt, timeZone),
    directory: directoryOf(agent, timeZone),
    limits: limitsOf(agent),
    warnings: warningsAbout(agent, timeZone),
  }
}

function directoryOf({ directory, fault, directoryReachedAt }: Agent, timeZone: string): AgentLine['directory'] {
  if (directory === null) return { tone: 'quiet', text: say('agents.directory.notTold') }
  if (fault !== null) return { tone: 'danger', text: sentence(fault.code, fault.args, 'directory') }
  if (directoryReachedAt === null) return { tone: 'quiet', text: say('agents.directory.notTried') }
  return { tone: 'ok', text: say('agents.directory.reached', { at: moment(directoryReachedAt, timeZone).text }) }
}

function limitsOf({ directory }: Agent): string | null {
  const limits = LocalDirectory.safeParse(directory).data?.limits
  if (!limits) return null
  const { baseDns, attributes, filter } = limits
  const parts = [
    ...(baseDns ? [say('agents.limitedTo.bases', { bases: baseDns.join(' · ') })] : []),
    ...(attributes ? [say('agents.limitedTo.attributes', { count: attributes.length })] : []),
    ...(filter ? [say('agents.limitedTo.filter', { filter })] : []),
  ]
  return parts.length > 0 ? say('agents.limited', { parts: parts.join('; ') }) : null
}

function warningsAbout({ clonedAt, clockAhead, refused }: Agent, timeZone: string): string[] {
  const minutes = Math.round(Math.abs(clockAhead) / 60)
  return [
    ...(refused === null ? [] : [whyTurnedAway(refused, moment(new Date(refused.at), timeZone).text)]),
    ...(clonedAt === null ? [] : [say('agents.cloned', { at: moment(clonedAt, timeZone).text })]),
    ...(refused !== null || Math.abs(clockAhead) < worthTelling
      ? []
      : [say('agents.clock', { minutes, way: clockAhead > 0 ? 'fast' : 'slow' })]),
  ]
}

function whyTurnedAway({ code, args }: NonNullable<Agent['refused']>, at: string): string {
  const { minutes = 0, direction = '', version = '', supported = '' } = args
  return code === 'clock-skew'
    ? say('agents.turnedAwayClock', { minutes, way: direction === 'fast' ? 'fast' : 'slow', at })
    : say('agents.turnedAwayVersion', { version, supported, at })
}
