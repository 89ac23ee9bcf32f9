import { agentState } from './agent-state'

type Because = { code: string; args: Record<string, string | number> }
type KnownAgent = { id: string; name: string; host: string; lastContactAt: Date | null }

/** What administrators were told of a connector's agents and was not over yet. */
export type StandingTrouble = { id: string; event: 'agent-offline' | 'no-agent-left'; cause: string; lastAt: Date }
export type Trouble = { event: 'agent-offline' | 'no-agent-left' | 'agent-back'; cause: string; because: Because[] }

export type AgentNews = {
  raise: Trouble[]
  /** Ids of what stood and is over. */
  over: string[]
  /** What to say where somebody was told of what is over; null = it is over without anybody being back. */
  back: Trouble | null
}

/** What stands is met again after a day: it is a line in the mail of that day. */
const again = 24 * 3_600_000
/** The cause of `no-agent-left`: there is one of it for a connector. */
const all = 'all'

type At = { now: Date; offlineMinutes: number }

/**
 * What there is to tell of a connector's agents. While one works, each that does not is a spare that is gone; when none
 * does, that is one thing to tell, and the spares are not told beside it.
 * @param needed false for a connector that nothing is read for at present: what stood is over, and nothing is raised
 */
export function newsOfAgents(
  agents: readonly KnownAgent[],
  standing: readonly StandingTrouble[],
  { now, offlineMinutes, needed }: At & { needed: boolean },
): AgentNews {
  const working = agents.filter(({ lastContactAt }) => !isAway(lastContactAt, { now, offlineMinutes }))
  const away = agents.filter(agent => !working.includes(agent))
  const stands = ({ event, cause }: StandingTrouble) =>
    needed && (event === 'no-agent-left' ? working.length === 0 : away.some(({ id }) => id === cause))
  const over = standing.filter(one => !stands(one))
  const told = standing.filter(({ lastAt }) => now.getTime() - lastAt.getTime() < again)
  const troubles = working.length === 0 ? [noneLeft(away, now)] : away.map(agent => gone(agent, working.length, now))
  return {
    raise: needed
      ? troubles.filter(({ event, cause }) => !told.some(one => one.event === event && one.cause === cause))
      : [],
    over: over.map(({ id }) => id),
    back: backAgain(over, working),
  }
}

const isAway = (lastContactAt: Date | null, { now, offlineMinutes }: At): boolean =>
  ['offline', 'never'].includes(agentState(lastContactAt, now, offlineMinutes))

const gone = ({ id, name, host, lastContactAt }: KnownAgent, left: number, now: Date): Trouble => ({
  event: 'agent-offline',
  cause: id,
  because: [{ code: 'agent-silent', args: { agent: name, host, minutes: minutesSince(lastContactAt, now), left } }],
})

function noneLeft(away: readonly KnownAgent[], now: Date): Trouble {
  const heard = away.map(({ lastContactAt }) => lastContactAt?.getTime() ?? 0)
  const minutes = minutesSince(new Date(Math.max(...heard)), now)
  const agents = away.map(({ name }) => name).join(', ')
  const because: Because =
    away.length === 0 ? { code: 'agents-none', args: {} } : { code: 'agents-silent', args: { agents, minutes } }
  return { event: 'no-agent-left', cause: all, because: [because] }
}

function backAgain(over: readonly StandingTrouble[], working: readonly KnownAgent[]): Trouble | null {
  const back = over.some(({ event }) => event === 'no-agent-left')
    ? working
    : working.filter(({ id }) => over.some(({ cause }) => cause === id))
  if (back.length === 0) return null
  const because = back.map(({ name, host }) => ({ code: 'agent-heard', args: { agent: name, host } }))
  return { event: 'agent-back', cause: back.map(({ id }) => id).join(' '), because }
}

const minutesSince = (then: Date | null, now: Date): number =>
  Math.max(0, Math.round((now.getTime() - (then?.getTime() ?? now.getTime())) / 60_000))
