import type { Tone } from '@/app/ui/tone'
import { isActive, type RunKind, type RunState } from '@/lib/sync/run-state'

export type Health =
  | 'noAgentLeft'
  | 'paused'
  | 'setupUnfinished'
  | 'firstApproval'
  | 'running'
  | 'held'
  | 'failing'
  | 'messengerFailing'
  | 'healthy'
  | 'neverRan'

export const healthTones: Record<Health, Tone> = {
  noAgentLeft: 'danger',
  paused: 'quiet',
  setupUnfinished: 'quiet',
  firstApproval: 'held',
  running: 'accent',
  held: 'held',
  failing: 'danger',
  messengerFailing: 'danger',
  healthy: 'ok',
  neverRan: 'quiet',
}

type KnownConnector = { state: 'draft' | 'ready' | 'active' | 'paused' | 'attention' }
type KnownRun = { state: RunState; kind: RunKind }
/** What no run says: that nobody is left to read one of the connectors, and that the other Messenger fails for long. */
type KnownTrouble = { noAgentLeft: boolean; messengerFailing: boolean }

/**
 * One word for the whole, from what is known: the connectors and the newest runs first. A cancelled, rejected or
 * superseded run says nothing about health; a preview only says that someone should look at it. What was synchronized is no
 * news where nothing can be any more, or where it does not arrive.
 */
export function health(
  connectors: readonly KnownConnector[],
  runs: readonly KnownRun[],
  { noAgentLeft, messengerFailing }: KnownTrouble,
): Health {
  if (noAgentLeft) return 'noAgentLeft'
  const synchronization = healthOfRuns(connectors, runs)
  return messengerFailing && synchronization === 'healthy' ? 'messengerFailing' : synchronization
}

function healthOfRuns(connectors: readonly KnownConnector[], runs: readonly KnownRun[]): Health {
  if (runs.some(run => isActive(run.state))) return 'running'
  const live = connectors.some(({ state }) => state === 'active' || state === 'paused' || state === 'attention')
  const telling = runs.find(run => ['finished', 'failed', 'held', 'previewed'].includes(run.state))
  if (!live && telling?.state === 'previewed') return 'firstApproval'
  if (telling?.state === 'held') return live ? 'held' : 'firstApproval'
  if (telling?.state === 'failed') return 'failing'
  if (!live) return 'setupUnfinished'
  const synchronizing = connectors.some(({ state }) => state === 'active' || state === 'attention')
  if (!synchronizing) return 'paused'
  const synchronized = runs.find(run => run.kind !== 'preview' && ['finished', 'failed', 'held'].includes(run.state))
  if (!synchronized) return 'neverRan'
  return synchronized.state === 'finished' ? 'healthy' : synchronized.state === 'held' ? 'held' : 'failing'
}
