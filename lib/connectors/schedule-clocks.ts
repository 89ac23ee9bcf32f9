import { env } from '@/lib/env'
import { firstTime } from '@/lib/schedule/due'
import { scheduleKinds } from '@/lib/schedule/occurrences'
import { spreadOf } from '@/lib/schedule/spread'
import type { Connector } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readClocks, type ScheduleClock, saveClock } from '@/lib/store/schedule-clocks'

/** Milliseconds by which a connector begins later than its times. */
export const spreadFor = (connectorId: string): number => spreadOf(connectorId, env().ENROLLMENT_SPREAD_SECONDS)

/** Whether a schedule may start runs: nothing runs by itself before a person approved the first one, or while paused. */
export const isLive = (connector: Connector): boolean =>
  connector.state === 'active' && connector.version !== null && connector.domainSid !== null

/**
 * Sets both clocks of a connector to the first time after `now`. What had its turn is remembered, so that an edited
 * schedule runs no day twice.
 */
export async function setClocks(
  tx: OrganizationTransaction,
  connector: Pick<Connector, 'id' | 'schedule' | 'scheduleRevision'>,
  zone: string,
  now: Date,
): Promise<ScheduleClock[]> {
  const known = await readClocks(tx, connector.id)
  const { schedule: settings, scheduleRevision: revision } = connector
  const clocks = scheduleKinds.map((kind): ScheduleClock => {
    const { lastFor = null, lastDate = null, leftOut = null } = known.find(clock => clock.kind === kind) ?? {}
    const next = settings && firstTime({ settings, kind, zone }, { lastFor, lastDate }, now)
    return { kind, revision, timeZone: zone, lastFor, lastDate, leftOut, ...nextOf(connector.id, next?.at ?? null) }
  })
  for (const clock of clocks) await saveClock(tx, connector.id, clock)
  return clocks
}

/** The two columns that say when. */
export const nextOf = (connectorId: string, at: Date | null): Pick<ScheduleClock, 'nextFor' | 'dueAt'> => ({
  nextFor: at,
  dueAt: at && new Date(at.getTime() + spreadFor(connectorId)),
})
