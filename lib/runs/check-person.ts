import { randomUUID } from 'node:crypto'
import type { DirectorySource } from '@/lib/directory/source'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { readVersion } from '@/lib/store/connectors'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readLastRead } from '@/lib/store/runs-history'
import type { Trace } from '@/lib/sync/trace'
import { findMissing, traceMissing } from './check-missing'
import { tracePresent, withOthers } from './check-present'
import { wantedAttributes } from './wanted-attributes'

export type CheckWork = {
  organizationId: string
  connectorId: string
  version: number
  query: string
  source: DirectorySource
  signal: AbortSignal
  now?: () => Date
}

/** What stands in the directory now, and what a run would make of it; in whose order `find` tells of people. */
export type CheckResult = { people: Trace[] }

/** People told of at once. */
export const most = 10

/**
 * Asks the directory for a person as it is now and follows what the configuration makes of them, against the accounts of now
 * and everybody else as last read. Linked people whom the directory no longer has are looked up by GUID. @throws ReadFailure
 */
export async function checkPerson(work: CheckWork): Promise<CheckResult> {
  const checking = await inOrganization(work.organizationId, tx => begin(tx, work))
  const attributes = wantedAttributes(checking.settings)
  const found = await withOthers(work, checking.settings, await work.source.find(work.query, attributes, work.signal))
  const present = await inOrganization(work.organizationId, tx => tracePresent(tx, checking, found))
  const read = new Set(found.map(({ object }) => object.anchor))
  const missing = await inOrganization(work.organizationId, tx => findMissing(tx, checking, read))
  return { people: [...present, ...(await traceMissing(work, checking, missing))].slice(0, most) }
}

export type Checking = {
  query: string
  connectorId: string
  settings: ConnectorSettings
  verifiedDomains: ReadonlySet<string>
  /** The run whose read says who else there is; a run that does not exist says that there is nobody. */
  runId: string
  actingFor: string
  now: Date
}

async function begin(tx: OrganizationTransaction, { connectorId, version, query, now }: CheckWork): Promise<Checking> {
  const stored = await readVersion(tx, connectorId, version)
  if (!stored) throw new Error(`Connector ${connectorId} has no version ${version}`)
  const last = await readLastRead(tx, connectorId)
  return {
    query,
    connectorId,
    settings: stored.settings,
    verifiedDomains: new Set(await verifiedDomains(tx)),
    runId: last?.id ?? randomUUID(),
    actingFor: last?.requestedBy ?? '',
    now: now?.() ?? new Date(),
  }
}
