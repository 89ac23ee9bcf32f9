import { type Moment, moment } from '@/app/ui/moment'
import type { Admin } from '@/lib/access/admin'
import { furtherSettings } from '@/lib/connectors/further-settings'
import { lastSaveOf } from '@/lib/connectors/last-save'
import { type SavedStep, type Seen, stepHash } from '@/lib/connectors/step-shown'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { ConnectorDraft } from '@/lib/settings/connector'
import type { ScheduleSettings } from '@/lib/settings/schedule'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { forgetUnsavedStep } from '@/lib/store/unsaved-steps'
import { draftDifference } from '../../in-words/draft-difference'
import { scheduleDifference } from '../../schedule/schedule-in-words'

/** What somebody else made of a step since it was opened, and what keeping one's own would change of it, in words. */
export type Meanwhile = { name: string | null; at: Moment | null; seen: string; changes: string[] }

/** A step after an attempt to save it: as it is seen from now on, or what happened meanwhile and nothing was saved. */
export type SavedAnswer<T> = { seen: string; value: T; meanwhile: null } | { meanwhile: Meanwhile }

export type StepToSave = {
  connectorId: string
  step: SavedStep
  /** Hash of the step as its editor saw it; left out = whatever there is by now is replaced. */
  seen: string | undefined
  /** What would be saved, for the words of what differs. */
  mine: Partial<ConnectorDraft> & { schedule?: ScheduleSettings }
}

/** Saves a step unless somebody else did since its editor saw it. What was kept of the typing is done with, once it is saved. */
export async function saveStep<T>(
  admin: Admin,
  toSave: StepToSave,
  save: (seen: Seen | undefined) => Promise<Outcome<T>>,
): Promise<Outcome<SavedAnswer<T>>> {
  const { connectorId, step, seen } = toSave
  const saved = await save(seen === undefined ? undefined : { step, hash: seen })
  if (saved.ok) return done({ seen: await forgetTyping(admin, toSave), value: saved.value, meanwhile: null })
  if (!saved.faults.some(({ code }) => code === 'step-changed')) return saved
  const meanwhile = await lookAtTheirs(admin, toSave)
  return meanwhile ? done({ meanwhile }) : refused('connector-unknown', { connectorId })
}

function forgetTyping(admin: Admin, { connectorId, step }: StepToSave): Promise<string> {
  return inOrganization(admin.organizationId, async tx => {
    await forgetUnsavedStep(tx, { connectorId, step, administratorId: admin.administratorId })
    const connector = await readConnector(tx, connectorId)
    return connector ? stepHash(step, connector, await furtherSettings(tx, connectorId)) : ''
  })
}

function lookAtTheirs(admin: Admin, { connectorId, step, mine }: StepToSave): Promise<Meanwhile | null> {
  const { schedule } = mine
  return inOrganization(admin.organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    const timeZone = (await readOrganization(tx))?.timeZone ?? 'UTC'
    if (!connector) return null
    const further = await furtherSettings(tx, connectorId)
    const last = await lastSaveOf(tx, connectorId, step)
    return {
      name: last?.name ?? null,
      at: last && moment(last.at, timeZone),
      seen: stepHash(step, connector, further),
      changes: schedule
        ? scheduleDifference(connector.schedule, schedule)
        : draftDifference({ ...connector.draft, ...further }, mine, connector.kind),
    }
  })
}
