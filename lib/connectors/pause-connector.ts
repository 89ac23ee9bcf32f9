import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { momentOf, wallOf } from '@/lib/schedule/zone'
import { LocalDate } from '@/lib/settings/schedule'
import { type Connector, type ConnectorUpdate, lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import type { Actor } from './actor'

const reasonLength = { least: 3, most: 200 }

/**
 * Nothing of this connector starts until somebody resumes it, or until the day that begins then in the organization's zone;
 * what is at work goes on. Faults: `connector-unknown`, `nothing-to-pause`, `pause-reason-missing`, `pause-reason-too-long`,
 * `date-invalid`, `pause-end-past`.
 * @param resumeOn a day, as `2026-11-26`; null = somebody resumes it
 */
export async function pauseConnector(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  why: string,
  resumeOn: string | null = null,
): Promise<Outcome<null>> {
  const reason = why.trim()
  if (reason.length < reasonLength.least) return refused('pause-reason-missing', {}, 'reason')
  if (reason.length > reasonLength.most) return refused('pause-reason-too-long', { most: reasonLength.most }, 'reason')
  const now = new Date()
  const end = await endOf(organizationId, resumeOn, now)
  if (!end.ok) return end
  const until = end.value === null ? {} : { until: end.value.toISOString() }
  const paused = { by: actor.id, at: now.toISOString(), reason, ...until }
  return move(
    { organizationId, actor, connectorId },
    { from: ['active', 'attention'], to: { state: 'paused', paused }, fault: 'nothing-to-pause' },
    { event: 'connector.paused', details: { reason, ...until } },
  )
}

/** The beginning of a day in the organization's zone. */
async function endOf(organizationId: string, resumeOn: string | null, now: Date): Promise<Outcome<Date | null>> {
  if (resumeOn === null) return done(null)
  if (!LocalDate.safeParse(resumeOn).success) return refused('date-invalid', {}, 'resumeOn')
  const organization = await inOrganization(organizationId, readOrganization)
  const { at } = momentOf(wallOf(resumeOn, '00:00'), organization?.timeZone ?? 'UTC')
  return at > now.getTime() ? done(new Date(at)) : refused('pause-end-past', {}, 'resumeOn')
}

/** What was missed while it was paused runs once. Faults: `connector-unknown`, `connector-not-paused`. */
export const resumeConnector = (organizationId: string, actor: Actor, connectorId: string): Promise<Outcome<null>> =>
  move(
    { organizationId, actor, connectorId },
    { from: ['paused'], to: { state: 'active', paused: null }, fault: 'connector-not-paused' },
    { event: 'connector.resumed', details: {} },
  )

type Which = { organizationId: string; actor: Actor; connectorId: string }
type Move = { from: readonly Connector['state'][]; to: ConnectorUpdate; fault: string }

function move(
  { organizationId, actor, connectorId }: Which,
  { from, to, fault }: Move,
  { event, details }: { event: string; details: Record<string, unknown> },
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const connector = await lockConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    if (!from.includes(connector.state)) return refused(fault)
    await updateConnector(tx, connectorId, to)
    await recordAudit(tx, { actor, event, target: { kind: 'connector', id: connectorId }, details })
    return done(null)
  })
}
