import { notFound } from 'next/navigation'
import { cache } from 'react'
import * as z from 'zod'
import { type Console, openConsole } from '@/app/(console)/console'
import { type Moment, moment } from '@/app/ui/moment'
import { furtherSettings } from '@/lib/connectors/further-settings'
import { readiness } from '@/lib/connectors/readiness'
import { secretFor } from '@/lib/connectors/secret'
import { type SavedStep, savedSteps } from '@/lib/connectors/step-shown'
import type { Fault } from '@/lib/outcome'
import type { ConnectorSettings, FurtherSettings } from '@/lib/settings/connector'
import { type Agent, readAgent } from '@/lib/store/agents'
import { type Connector, readConnector, readVersion } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { listUnsavedSteps } from '@/lib/store/unsaved-steps'

export type OpenConnector = Console & {
  connector: Connector
  /** What the draft says, and where it says nothing the version before it. */
  settings: FurtherSettings
  /** What runs go by now; null = nothing is live. */
  live: ConnectorSettings | null
  /** A password is stored that was typed for the draft's server. */
  passwordSaved: boolean
  /** On whose machine it is set, and there alone; null = here. `gone`: that agent was revoked. */
  managed: { agent: string; since: Moment | null; gone: boolean } | null
  /** What keeps the draft from a preview. */
  faults: Fault[]
  /** The draft's connection, as it stands, passed its test. */
  tested: boolean
  /** What this administrator has typed into steps and not saved, in the order of the steps. */
  unsaved: { step: SavedStep; at: Moment }[]
}

/** A connector with what its pages need to know, read once per request; an unknown id is a page that does not exist. */
export const openConnector = cache(async (id: string): Promise<OpenConnector> => {
  const console = await openConsole('enrollment.settings.read')
  if (!z.uuid().safeParse(id).success) notFound()
  const organizationId = console.admin.organizationId
  const found = await inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, id)
    const connection = connector?.draft.connection
    const settings = await furtherSettings(tx, id)
    const manager = connector?.managedBy ? await readAgent(tx, connector.managedBy) : null
    const live = connector && connector.version !== null ? await readVersion(tx, id, connector.version) : null
    const unsaved = await listUnsavedSteps(tx, { connectorId: id, administratorId: console.admin.administratorId })
    return {
      ...{ connector, settings, unsaved, live: live?.settings ?? null, manager },
      secret: connector && connection ? await secretFor(tx, connector, connection, 'draft') : null,
    }
  })
  const ready = await readiness(organizationId, id)
  if (!found.connector || !ready.ok) notFound()
  const untested = ['connection-missing', 'secret-missing', 'connection-not-tested']
  return {
    ...console,
    connector: found.connector,
    settings: found.settings,
    live: found.live,
    managed: managedOn(found, console.organization.timeZone),
    passwordSaved: found.secret !== null,
    faults: ready.value,
    tested: !ready.value.some(fault => untested.includes(fault.code)),
    unsaved: savedSteps.flatMap(step => {
      const kept = found.unsaved.find(one => one.step === step)
      return kept ? [{ step, at: moment(kept.keptAt, console.organization.timeZone) }] : []
    }),
  }
})

function managedOn(
  { connector, manager }: { connector: Connector | null; manager: Agent | null },
  timeZone: string,
): OpenConnector['managed'] {
  if (!connector?.managedBy) return null
  const since = connector.managedSince && moment(connector.managedSince, timeZone)
  return { agent: manager?.name ?? '', since, gone: manager?.revokedAt !== null }
}
