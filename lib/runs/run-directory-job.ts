import { BrowseRequest, ProbeRequest, ResolveUnitsRequest } from '@/lib/connectors/job-request'
import { markTested } from '@/lib/connectors/mark-tested'
import { parseAnchor } from '@/lib/directory/anchor'
import { ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import type { DirectorySource, ProbeReport } from '@/lib/directory/source'
import { type DirectoryJob, recordDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization } from '@/lib/store/organization'

export type DirectoryJobWork = {
  organizationId: string
  job: DirectoryJob
  /** The worker that claimed it. */
  owner: string
  source: DirectorySource
  /** Of the draft that the source reads with; see `ProbeRequest`. */
  hash: string
  signal: AbortSignal
}

/** The draft was changed between the question and the work on it. */
class DraftChanged extends Error {
  override readonly name = 'DraftChanged'
}

/** Does one short job at the directory and stores its result, or the fault that kept it from one. */
export async function runDirectoryJob(work: DirectoryJobWork): Promise<void> {
  try {
    const result = work.job.kind === 'probe' ? await probe(work) : await ask(work)
    await record(work, { state: 'done', result })
  } catch (error) {
    if (error instanceof DraftChanged) return failDirectoryJob(work, { code: 'connection-changed', args: {} })
    if (!(error instanceof ReadFailure)) throw error
    await failDirectoryJob(work, error.fault)
  }
}

/** Ends a job with a fault: one of the directory, or `secret-missing`, `connection-changed`. */
export const failDirectoryJob = (
  work: Pick<DirectoryJobWork, 'organizationId' | 'job' | 'owner'>,
  fault: ReadFault | { code: string; args: ReadFault['args'] },
): Promise<void> => record(work, { state: 'failed', result: fault })

const record = (
  { organizationId, job, owner }: Pick<DirectoryJobWork, 'organizationId' | 'job' | 'owner'>,
  outcome: Parameters<typeof recordDirectoryJob>[3],
): Promise<void> => inOrganization(organizationId, tx => recordDirectoryJob(tx, job.id, owner, outcome))

/** Tests what was asked about and nothing else: a mark for one connection must not come from another one's answers. */
async function probe(work: DirectoryJobWork): Promise<ProbeReport> {
  const { organizationId, job, source, signal } = work
  const { hash } = ProbeRequest.parse(job.request)
  if (hash !== work.hash) throw new DraftChanged('The draft is not the one that was to be tested')
  const { tell, told } = storing(work)
  const report = await source.probe(tell, signal)
  await told()
  if (report.passed) await inOrganization(organizationId, tx => markTested(tx, job.connectorId, hash))
  return report
}

/** Every step is stored when it is done, one after the other, so that the page shows the checks as they happen. */
function storing(work: DirectoryJobWork) {
  let telling: Promise<void> = Promise.resolve()
  const tell = (report: ProbeReport) => {
    const result = structuredClone(report)
    // A step that could not be stored is missing on the page for a moment; the end is stored by itself.
    telling = telling.then(() => record(work, { state: 'running', result })).catch(() => {})
  }
  return { tell, told: () => telling }
}

function ask({ job, source, signal }: DirectoryJobWork): Promise<unknown> {
  if (job.kind === 'resolve-units')
    return source.resolveUnits(ResolveUnitsRequest.parse(job.request).references, signal)
  const { parent } = BrowseRequest.parse(job.request)
  return source.browse(parent === null ? null : parseAnchor(parent), signal)
}
