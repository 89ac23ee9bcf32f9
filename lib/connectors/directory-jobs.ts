import { randomUUID } from 'node:crypto'
import { parseAnchor } from '@/lib/directory/anchor'
import { usualAttributes } from '@/lib/directory/person-attributes'
import { wake } from '@/lib/jobs/wake'
import { done, type Outcome, refused } from '@/lib/outcome'
import { ExclusionSettings } from '@/lib/settings/exclusions'
import { isRefusedAttribute, type MappingSettings } from '@/lib/settings/mapping'
import { type Connector, readConnector, readVersion } from '@/lib/store/connectors'
import { deleteEndedJobs, insertDirectoryJob, readDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { mappingFaults } from '@/lib/sync/check-mapping'
import { readInclusion } from '@/lib/sync/inclusion/check-inclusion'
import type { Actor } from './actor'
import type {
  BrowseRequest,
  CheckExclusionsRequest,
  CheckInclusionRequest,
  CheckMappingRequest,
  CheckRequest,
  FindEntriesRequest,
  FindUnitsRequest,
  ProbeRequest,
  ResolveUnitsRequest,
  SurveyListsRequest,
} from './job-request'
import { isRefused, secondsToWait } from './refused-sign-ins'
import { exclusionFaults } from './save-exclusions'
import { draftHash, secretFor } from './secret'
import { credentialsHash } from './target'

type Started = Promise<Outcome<{ jobId: string }>>
type Refusal = ReturnType<typeof refused>
type Request =
  | { kind: 'probe'; request: ProbeRequest }
  | { kind: 'browse'; request: BrowseRequest }
  | { kind: 'find-units'; request: FindUnitsRequest }
  | { kind: 'resolve-units' | 'resolve-lists'; request: ResolveUnitsRequest }
  | { kind: 'check'; request: CheckRequest }
  | { kind: 'check-inclusion'; request: CheckInclusionRequest }
  | { kind: 'survey-lists'; request: SurveyListsRequest }
  | { kind: 'check-mapping'; request: CheckMappingRequest }
  | { kind: 'check-exclusions'; request: CheckExclusionsRequest }
  | { kind: 'find-entries'; request: FindEntriesRequest }

/**
 * Tests the draft's connection as it stands now. Faults: `connector-unknown`, `connection-missing`, `secret-missing`, and
 * after refused tests `too-many-sign-ins` with the seconds to wait.
 */
export function startProbe(organizationId: string, actor: Actor, connectorId: string): Started {
  return startJob(organizationId, actor, connectorId, async (tx, connection, connector) => ({
    kind: 'probe',
    request: { hash: await draftHash(tx, connector, connection) },
  }))
}

/**
 * Opens a unit of the draft's tree; null = the search base. Faults: `organizational-unit-invalid`, those of `startProbe`, and
 * in place of `too-many-sign-ins` `credentials-refused`: the directory refused these values, and only a test tries them again.
 */
export async function startBrowse(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  parent: string | null,
): Started {
  const anchor = parent === null ? null : parseAnchor(parent)
  if (parent !== null && anchor === null) return refused('organizational-unit-invalid', { value: parent })
  return startJob(organizationId, actor, connectorId, async () => ({ kind: 'browse', request: { parent: anchor } }))
}

/** Looks for units by a part of their name. Faults: `unit-query-missing`, `query-too-long`, and as `startBrowse`. */
export async function startFindUnits(organizationId: string, actor: Actor, connectorId: string, text: string): Started {
  if (text.trim() === '') return refused('unit-query-missing')
  const asked = readQuery(text)
  if (!asked.ok) return asked
  const request = { text: asked.value }
  return startJob(organizationId, actor, connectorId, async () => ({ kind: 'find-units', request }))
}

/** Finds the units behind DNs or GUIDs. Faults: as `startBrowse`. */
export function startResolveUnits(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  references: readonly string[],
): Started {
  const request = { references: [...references] }
  return startJob(organizationId, actor, connectorId, async () => ({ kind: 'resolve-units', request }))
}

/**
 * Looks for a person in the directory and follows what would happen to them, with the live configuration or else the newest.
 * Faults: `query-missing`, `query-too-long`, `connector-unknown`, `connector-not-ready`, `secret-missing`,
 * `credentials-refused`.
 */
export async function startCheck(organizationId: string, actor: Actor, connectorId: string, text: string): Started {
  const asked = readQuery(text)
  if (!asked.ok) return asked
  const query = asked.value
  const outcome = await inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    const stored = await readVersion(tx, connectorId, connector.version ?? 'newest')
    if (!stored) return refused('connector-not-ready')
    const { connection } = stored.settings
    const secret = await secretFor(tx, connector, connection, connector.version === null ? 'draft' : 'live')
    if (!secret) return refused('secret-missing')
    if (isRefused(connector, credentialsHash(connection, secret.sealed))) return refused('credentials-refused')
    const jobId = randomUUID()
    const request = { query, version: stored.version } satisfies CheckRequest
    await deleteEndedJobs(tx, connectorId)
    await insertDirectoryJob(tx, { id: jobId, connectorId, kind: 'check', request, requestedBy: actor.id })
    return done({ jobId })
  })
  if (outcome.ok) await wake({ kind: 'directory-job', organizationId, jobId: outcome.value.jobId })
  return outcome
}

function readQuery(text: string): Outcome<string> {
  const query = text.trim()
  if (query === '') return refused('query-missing', {}, 'query')
  return query.length > 200 ? refused('query-too-long', { most: 200 }, 'query') : done(query)
}

/** Finds the objects behind DNs or GUIDs, distribution lists among them. Faults: as `startBrowse`. */
export function startResolveLists(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  references: readonly string[],
): Started {
  const request = { references: [...references] }
  return startJob(organizationId, actor, connectorId, async () => ({ kind: 'resolve-lists', request }))
}

/**
 * Holds an inclusion rule against the directory's schema and counts whom of the draft's chosen units it would let in: what
 * saving it needs. Faults: those of the filter's text, `organizational-units-missing`, and as `startBrowse`.
 */
export async function startCheckInclusion(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  filter: string,
): Promise<Outcome<{ jobId: string }>> {
  const read = readInclusion(filter)
  if (!read.ok) return read
  return startSurvey(organizationId, actor, connectorId, { kind: 'check-inclusion', request: { filter } })
}

/** Lists the directory's distribution lists as they are now, with whom they reach. Faults: as `startCheckInclusion` without a filter. */
export const startSurveyLists = (
  organizationId: string,
  actor: Actor,
  connectorId: string,
  request: SurveyListsRequest,
) => startSurvey(organizationId, actor, connectorId, { kind: 'survey-lists', request })

/** Maps everybody in the chosen units with a mapping that need not be saved. Faults: as `startSurveyLists`, and those of `mappingFaults`. */
export async function startCheckMapping(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  mapping: MappingSettings,
): Promise<Outcome<{ jobId: string }>> {
  const faults = mappingFaults(mapping, null)
  if (faults.length > 0) return { ok: false, faults }
  return startSurvey(organizationId, actor, connectorId, { kind: 'check-mapping', request: { mapping } })
}

/** Counts whom incoming exclusions catch that need not be saved. Faults: as `startSurveyLists`, and those of patterns. */
export async function startCheckExclusions(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  request: CheckExclusionsRequest,
): Promise<Outcome<{ jobId: string }>> {
  const faults = exclusionFaults(ExclusionSettings.parse(request))
  if (faults.length > 0) return { ok: false, faults }
  return startSurvey(organizationId, actor, connectorId, { kind: 'check-exclusions', request })
}

/** Looks for people as the directory has them now. Faults: `query-missing`, `query-too-long`, and as `startBrowse`. */
export async function startFindEntries(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  { query, attributes }: FindEntriesRequest,
): Promise<Outcome<{ jobId: string }>> {
  const asked = readQuery(query)
  if (!asked.ok) return asked
  const wanted = [...new Set([...usualAttributes, ...attributes])].filter(name => !isRefusedAttribute(name))
  return startJob(organizationId, actor, connectorId, async tx => {
    await deleteEndedJobs(tx, connectorId)
    return { kind: 'find-entries', request: { query: asked.value, attributes: wanted } }
  })
}

/** Whatever counts people counts them in the draft's chosen units. */
function startSurvey(organizationId: string, actor: Actor, connectorId: string, job: Request): Started {
  return startJob(organizationId, actor, connectorId, async tx => {
    await deleteEndedJobs(tx, connectorId)
    const connector = await readConnector(tx, connectorId)
    return connector?.draft.organizationalUnits ? job : refused('organizational-units-missing')
  })
}

/** A job's state and, once there is one, its result. Fault: `job-unknown`. */
export function readJob(
  organizationId: string,
  jobId: string,
): Promise<Outcome<{ state: 'queued' | 'running' | 'done' | 'failed'; kind: Request['kind']; result: unknown }>> {
  return inOrganization(organizationId, async tx => {
    const job = await readDirectoryJob(tx, jobId)
    return job ? done({ state: job.state, kind: job.kind, result: job.result }) : refused('job-unknown')
  })
}

async function startJob(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  describe: (
    tx: OrganizationTransaction,
    connection: NonNullable<Connector['draft']['connection']>,
    connector: Connector,
  ) => Promise<Request | Refusal>,
): Started {
  const outcome = await inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    if (!connector) return refused('connector-unknown')
    const { connection } = connector.draft
    if (!connection) return refused('connection-missing')
    const secret = await secretFor(tx, connector, connection, 'draft')
    if (!secret) return refused('secret-missing')
    const job = await describe(tx, connection, connector)
    if ('ok' in job) return job
    if (job.kind !== 'probe' && isRefused(connector, credentialsHash(connection, secret.sealed)))
      return refused('credentials-refused')
    const seconds = job.kind === 'probe' ? await secondsToWait(tx, connectorId, new Date()) : 0
    if (seconds > 0) return refused('too-many-sign-ins', { seconds }, 'test')
    const jobId = randomUUID()
    await insertDirectoryJob(tx, { id: jobId, connectorId, ...job, requestedBy: actor.id })
    return done({ jobId })
  })
  if (outcome.ok) await wake({ kind: 'directory-job', organizationId, jobId: outcome.value.jobId })
  return outcome
}
