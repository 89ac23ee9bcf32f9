import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { isTimeZone } from '@/lib/schedule/zone'
import { ScheduleSettings } from '@/lib/settings/schedule'
import { type Connector, updateConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization, updateTimeZone } from '@/lib/store/organizations'
import { databaseNow } from '@/lib/store/schedule-clocks'
import type { Actor } from './actor'
import { lockEditable } from './editable'
import { faultsOf } from './faults'
import { isLive, setClocks } from './schedule-clocks'
import { type Seen, stepUnchanged } from './step-shown'

export type SaveSchedule = {
  /** null: it runs only when somebody starts it. */
  settings: unknown
  /** The organization's zone, for all of its times; left out = as it is. */
  timeZone?: string | undefined
  /** What the editor saw; left out = whatever there is by now is replaced. */
  seen?: Seen | undefined
}

/**
 * Stores when a connector runs by itself. It holds at once: a schedule decides about nobody, so it needs no preview.
 * Faults: `connector-unknown`, `step-changed` when somebody else edited it meanwhile, `time-zone-unknown`, and those of
 * `ScheduleSettings`.
 */
export async function saveSchedule(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  { settings, timeZone, seen }: SaveSchedule,
): Promise<Outcome<null>> {
  const parsed = ScheduleSettings.nullable().safeParse(settings)
  if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error, 'settings') }
  if (timeZone !== undefined && !isTimeZone(timeZone)) return refused('time-zone-unknown', {}, 'timeZone')
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    const organization = await readOrganization(tx)
    if (!locked.ok) return locked
    if (!organization) return refused('connector-unknown')
    const connector = locked.value
    const unchanged = await stepUnchanged(tx, connector, seen)
    if (!unchanged.ok) return unchanged
    const zone = timeZone ?? organization.timeZone
    if (zone !== organization.timeZone) await updateTimeZone(tx, zone)
    await storeSchedule(tx, actor, connector, { schedule: parsed.data, zone, zoneBefore: organization.timeZone })
    return done(null)
  })
}

type Stored = Pick<Connector, 'schedule'> & { zone: string; zoneBefore: string }

/** Has a connector that is locked run at other times from now on, and records it. */
export async function storeSchedule(
  tx: OrganizationTransaction,
  actor: Actor,
  connector: Connector,
  { schedule, zone, zoneBefore }: Stored,
): Promise<void> {
  const saved = { schedule, scheduleRevision: connector.scheduleRevision + 1 }
  await updateConnector(tx, connector.id, saved)
  if (isLive(connector)) await setClocks(tx, { ...connector, ...saved }, zone, await databaseNow(tx))
  await recordAudit(tx, {
    actor,
    event: 'connector.schedule-saved',
    target: { kind: 'connector', id: connector.id },
    details: { before: connector.schedule, after: schedule, timeZone: zone, zoneBefore },
  })
}
