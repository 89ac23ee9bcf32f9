/** How long ago an agent was in touch, as administrators look at it. */
export const agentStates = ['connected', 'late', 'offline', 'never'] as const
export type AgentState = (typeof agentStates)[number]

/** Seconds of silence after which an agent is late, and after which it is offline. It polls at least every 25 s. */
const lateSeconds = 180
const offlineSeconds = 600

export function agentState(lastContactAt: Date | null, now: Date): AgentState {
  if (lastContactAt === null) return 'never'
  const silent = (now.getTime() - lastContactAt.getTime()) / 1000
  if (silent > offlineSeconds) return 'offline'
  return silent > lateSeconds ? 'late' : 'connected'
}
