/** How long ago an agent was in touch, as administrators look at it. */
export const agentStates = ['connected', 'late', 'offline', 'never'] as const
export type AgentState = (typeof agentStates)[number]

/** Seconds of silence after which an agent is late. It polls at least every 25 s. */
const lateSeconds = 180

/** The time before which an agent that is offline was heard of last. */
export const offlineBefore = (now: Date, offlineMinutes: number): Date =>
  new Date(now.getTime() - offlineMinutes * 60_000)

/** The time before which an agent that is late or offline was heard of last. */
export const lateBefore = (now: Date, offlineMinutes: number): Date =>
  new Date(now.getTime() - Math.min(lateSeconds, offlineMinutes * 60) * 1000)

/** @param offlineMinutes of silence after which an agent counts as offline, and administrators are told */
export function agentState(lastContactAt: Date | null, now: Date, offlineMinutes: number): AgentState {
  if (lastContactAt === null) return 'never'
  if (lastContactAt < offlineBefore(now, offlineMinutes)) return 'offline'
  return lastContactAt < lateBefore(now, offlineMinutes) ? 'late' : 'connected'
}
