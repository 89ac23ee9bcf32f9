import { redirect } from 'next/navigation'
import { moment } from '@/app/ui/moment'
import { may } from '@/lib/access/admin'
import { lastSaveOf } from '@/lib/connectors/last-save'
import { type SavedStep, stepHash } from '@/lib/connectors/step-shown'
import { inOrganization } from '@/lib/store/organization'
import { readUnsavedStep } from '@/lib/store/unsaved-steps'
import { type OpenConnector, openConnector } from '../../open-connector'
import type { Desk } from './desk'

export type StepProps = {
  params: Promise<{ id: string }>
  /** `as=saved`: what is saved, though something else was typed. */
  searchParams: Promise<{ as?: string; of?: string }>
}

export type OpenStep = OpenConnector & { desk: Desk }

/** A step after the connection, which can be opened once the connection has passed its test. */
export async function openStep(props: StepProps, step: SavedStep): Promise<OpenStep> {
  const open = await openAnyStep(props, step)
  if (!open.tested) redirect(`/directory-sync/connectors/${open.connector.id}/setup/connection`)
  return open
}

/** A step with what this administrator has typed into it and not saved yet. */
export async function openAnyStep({ params, searchParams }: StepProps, step: SavedStep): Promise<OpenStep> {
  const open = await openConnector((await params).id)
  const { as, of } = await searchParams
  const { admin, connector, organization, settings } = open
  const mayKeep = may(admin, 'enrollment.sync.configure')
  const { unsaved, last } = await inOrganization(admin.organizationId, async tx => ({
    unsaved: await readUnsavedStep(tx, { connectorId: connector.id, step, administratorId: admin.administratorId }),
    last: await lastSaveOf(tx, connector.id, step),
  }))
  const now = stepHash(step, connector, settings)
  const shown = as === 'saved' || !mayKeep ? null : unsaved
  const changed = unsaved !== null && unsaved.seen !== now
  return {
    ...open,
    desk: {
      ...{ connectorId: connector.id, step, mayKeep },
      place: `/directory-sync/connectors/${connector.id}/setup/${step}`,
      id: `${as} ${of}`,
      seen: shown?.seen ?? now,
      kept: unsaved && { at: moment(unsaved.keptAt, organization.timeZone), shown: shown !== null },
      since: changed && last ? { name: last.name, at: moment(last.at, organization.timeZone) } : null,
      ...(shown ? { typed: shown.values } : {}),
    },
  }
}
