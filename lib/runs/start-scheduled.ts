import { isLive, nextOf, setClocks, spreadFor } from '@/lib/connectors/schedule-clocks'
import type { Fault } from '@/lib/outcome'
import { type DueTime, dueTime } from '@/lib/schedule/due'
import { type ScheduleKind, scheduleKinds } from '@/lib/schedule/occurrences'
import { type Connector, lockConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { hadItsRun, readTurn, type ScheduleClock, saveClock, type Turn } from '@/lib/store/schedule-clocks'
import { scheduler } from './actor'
import { queueLocked } from './start-run'

/** `nothing`: not due, or not now. `waiting`: a run is at work. `left-out`: its turn came, and there was no run. */
export type ScheduledStart = 'started' | 'nothing' | 'waiting' | 'left-out'

/**
 * Starts the run of a connector whose time has come, once, however many ask at the same time. Of a full and a quick one
 * the full one runs, and stands for both. What was missed is counted and not made up for. Whoever asks wakes a worker.
 */
export function startScheduled(
  organizationId: string,
  connectorId: string,
  clock?: () => Date,
): Promise<{ outcome: ScheduledStart; runId: string | null }> {
  return inOrganization(organizationId, tx => startDue(tx, connectorId, clock))
}

type Result = { outcome: ScheduledStart; runId: string | null }
const without = (outcome: ScheduledStart): Result => ({ outcome, runId: null })

async function startDue(tx: OrganizationTransaction, connectorId: string, clock?: () => Date): Promise<Result> {
  const connector = await lockConnector(tx, connectorId)
  if (!connector?.schedule || !isLive(connector)) return without('nothing')
  const turn = await readTurn(tx, connectorId)
  if (turn.isActive) return without('waiting')
  const now = clock?.() ?? turn.now
  const { zone } = turn
  const clocks = await clocksOf(tx, connector, turn, now)
  let result = without('nothing')
  for (const kind of scheduleKinds) {
    const known = clocks.find(one => one.kind === kind)
    const of = { settings: connector.schedule, kind, zone }
    const due = known && dueTime(of, known, { now, spread: spreadFor(connectorId) })
    if (!due) continue
    const taken = result.runId ? { runId: null, leftOut: fullRunCovers } : await take(tx, connector, kind, due)
    if (taken.leftOut?.code === 'run-already-active') return without('waiting')
    await saveClock(tx, connectorId, { ...known, ...after(connectorId, known, due, taken.leftOut) })
    result = result.runId ? result : { outcome: taken.runId ? 'started' : 'left-out', runId: taken.runId }
  }
  return result
}

/** The clocks as they stand; set anew when the schedule or the zone is not the one they were set by. */
async function clocksOf(
  tx: OrganizationTransaction,
  connector: Connector,
  { clocks: known, zone }: Turn,
  now: Date,
): Promise<ScheduleClock[]> {
  const current = known.filter(clock => clock.revision === connector.scheduleRevision && clock.timeZone === zone)
  return current.length === scheduleKinds.length ? known : setClocks(tx, connector, zone, now)
}

type LeftOut = NonNullable<ScheduleClock['leftOut']>
const fullRunCovers: LeftOut = { code: 'full-run-covers', args: {} }

async function take(
  tx: OrganizationTransaction,
  connector: Connector,
  kind: ScheduleKind,
  { occurrence, missed }: DueTime,
): Promise<{ runId: string | null; leftOut: LeftOut | null }> {
  const scheduled = { kind, at: occurrence.at, date: occurrence.date, missed }
  const { id: connectorId } = connector
  if (await hadItsRun(tx, connectorId, scheduled)) return { runId: null, leftOut: { code: 'had-its-run', args: {} } }
  const request = { connectorId, kind: 'synchronize', cause: 'scheduled', requestedBy: scheduler } as const
  // Nothing was at work when it was locked, so nothing is now.
  const queued = await queueLocked(tx, connector, { ...request, quick: kind === 'quick', scheduled }, async () => null)
  return queued.ok ? { runId: queued.value.runId, leftOut: null } : { runId: null, leftOut: because(queued.faults) }
}

const because = ([fault]: Fault[]): LeftOut => ({ code: fault?.code ?? 'unexpected', args: fault?.args ?? {} })

const after = (
  connectorId: string,
  known: ScheduleClock,
  { occurrence, next }: DueTime,
  leftOut: LeftOut | null,
): Pick<ScheduleClock, 'nextFor' | 'dueAt' | 'lastFor' | 'lastDate' | 'leftOut'> => ({
  ...nextOf(connectorId, next?.at ?? null),
  lastFor: occurrence.at,
  lastDate: occurrence.date ?? known.lastDate,
  leftOut,
})
