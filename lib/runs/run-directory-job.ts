import { furtherSettings } from '@/lib/connectors/further-settings'
import {
  BrowseRequest,
  CheckExclusionsRequest,
  CheckInclusionRequest,
  CheckMappingRequest,
  CheckRequest,
  FindEntriesRequest,
  FindUnitsRequest,
  type FoundEntries,
  ProbeRequest,
  ResolveUnitsRequest,
  SurveyListsRequest,
} from '@/lib/connectors/job-request'
import { markTested } from '@/lib/connectors/mark-tested'
import { noteAcceptance, noteRefusal, signInOf } from '@/lib/connectors/refused-sign-ins'
import { parseAnchor } from '@/lib/directory/anchor'
import { isRefusedSignIn, ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import type { DirectorySource, ProbeReport } from '@/lib/directory/source'
import { readConnector } from '@/lib/store/connectors'
import { type DirectoryJob, recordDirectoryJob } from '@/lib/store/directory-jobs'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { checkExclusions } from './check-exclusions'
import { checkInclusionRule } from './check-inclusion-rule'
import { checkMapping } from './check-mapping'
import { checkPerson } from './check-person'
import type { Survey } from './survey'
import { surveyLists } from './survey-lists'

export type DirectoryJobWork = {
  organizationId: string
  job: DirectoryJob
  /** The worker that claimed it. */
  owner: string
  source: DirectorySource
  /** Of the values that the source uses; a test of other ones is not carried out. */
  hash: string
  credentials: string
  signal: AbortSignal
}

/** Does one short job at the directory and stores its result, or the fault that kept it from one. */
export async function runDirectoryJob(work: DirectoryJobWork): Promise<void> {
  if (isOutdated(work)) return failDirectoryJob(work, { code: 'connection-changed', args: {} })
  try {
    const result = await doneBy(work)
    await record(work, { state: 'done', result })
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error
    if (isRefusedSignIn(error.fault.code)) await noteSignIn(work, 'refused')
    await failDirectoryJob(work, error.fault)
  }
}

function doneBy(work: DirectoryJobWork): Promise<unknown> {
  if (work.job.kind === 'probe') return probe(work)
  if (work.job.kind !== 'check') return ask(work)
  return checkPerson({ ...work, connectorId: work.job.connectorId, ...CheckRequest.parse(work.job.request) })
}

/** The draft was saved with other values since this test of it was asked for. */
const isOutdated = ({ job, hash }: DirectoryJobWork): boolean =>
  job.kind === 'probe' && ProbeRequest.parse(job.request).hash !== hash

function noteSignIn(work: DirectoryJobWork, outcome: ReturnType<typeof signInOf>): Promise<void> {
  const { organizationId, job, credentials } = work
  return inOrganization(organizationId, async tx => {
    if (outcome === 'refused') await noteRefusal(tx, job.connectorId, { credentials, live: false })
    if (outcome === 'accepted') await noteAcceptance(tx, job.connectorId, credentials)
  })
}

/** Ends a job with a fault: one of the directory, or `secret-missing`. */
export const failDirectoryJob = (
  work: Pick<DirectoryJobWork, 'organizationId' | 'job' | 'owner'>,
  fault: ReadFault | { code: string; args: ReadFault['args'] },
): Promise<void> => record(work, { state: 'failed', result: fault })

const record = (
  { organizationId, job, owner }: Pick<DirectoryJobWork, 'organizationId' | 'job' | 'owner'>,
  outcome: Parameters<typeof recordDirectoryJob>[3],
): Promise<void> => inOrganization(organizationId, tx => recordDirectoryJob(tx, job.id, owner, outcome))

/** Every step is stored when it is done, one after the other, so that the page shows the checks as they happen. */
async function probe(work: DirectoryJobWork): Promise<ProbeReport> {
  const { organizationId, job, source, hash, signal } = work
  let telling: Promise<void> = Promise.resolve()
  const tell = (report: ProbeReport) => {
    const result = structuredClone(report)
    // A step that could not be stored is missing on the page for a moment; the end is stored by itself.
    telling = telling.then(() => record(work, { state: 'running', result })).catch(() => {})
  }
  const report = await source.probe(tell, signal, await mappedAttributes(work))
  await telling
  await noteSignIn(work, signInOf(report))
  if (report.passed) await inOrganization(organizationId, tx => markTested(tx, job.connectorId, hash))
  return report
}

/** The directory as it is now, and the units that the draft has now. */
async function surveyOf({ organizationId, job, source, signal }: DirectoryJobWork): Promise<Survey> {
  const draft = (await inOrganization(organizationId, tx => readConnector(tx, job.connectorId)))?.draft
  const { connection = null, organizationalUnits = null } = draft ?? {}
  if (!connection || !organizationalUnits) throw new Error(`Connector ${job.connectorId} has nothing to count in`)
  return { source, settings: { connection, organizationalUnits }, signal }
}

/** What the mapping reads of a person. */
async function mappedAttributes({ organizationId, job: { connectorId } }: DirectoryJobWork): Promise<string[]> {
  const { mapping } = await inOrganization(organizationId, tx => furtherSettings(tx, connectorId))
  return [...compileMapping(mapping).attributes]
}

/** With the draft's inclusion rule, or that of the version before it. */
async function mappingToCheck({ organizationId, job }: DirectoryJobWork) {
  const { mapping } = CheckMappingRequest.parse(job.request)
  return inOrganization(organizationId, async tx => ({
    mapping,
    inclusion: (await furtherSettings(tx, job.connectorId)).inclusion,
    verifiedDomains: new Set(await verifiedDomains(tx)),
    now: new Date(),
  }))
}

async function findEntries({ job, source, signal }: DirectoryJobWork): Promise<FoundEntries> {
  const { query, attributes } = FindEntriesRequest.parse(job.request)
  const found = await source.find(query, attributes, signal)
  const entries = found.map(({ object: { anchor, dn, attributes: values, cleaned } }) => ({
    ...{ anchor, dn, attributes: values, cleaned },
  }))
  return { asked: attributes, entries }
}

async function ask(work: DirectoryJobWork): Promise<unknown> {
  const { job, source, signal } = work
  switch (job.kind) {
    case 'check-inclusion':
      return checkInclusionRule(CheckInclusionRequest.parse(job.request).filter, await surveyOf(work))
    case 'survey-lists':
      return surveyLists(await surveyOf(work), SurveyListsRequest.parse(job.request).chosen)
    case 'check-mapping':
      return checkMapping(await mappingToCheck(work), await surveyOf(work))
    case 'check-exclusions':
      return checkExclusions(CheckExclusionsRequest.parse(job.request).incoming, await surveyOf(work))
    case 'find-entries':
      return findEntries(work)
    case 'resolve-lists':
      return source.describeObjects(ResolveUnitsRequest.parse(job.request).references, signal)
    case 'find-units':
      return source.findUnits(FindUnitsRequest.parse(job.request).text, signal)
    case 'resolve-units':
      return source.resolveUnits(ResolveUnitsRequest.parse(job.request).references, signal)
    default: {
      const { parent } = BrowseRequest.parse(job.request)
      return source.browse(parent === null ? null : parseAnchor(parent), signal)
    }
  }
}
