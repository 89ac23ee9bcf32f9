import { CheckRequest } from '@/lib/connectors/job-request'
import { SecretMissing } from '@/lib/connectors/load-target'
import { env } from '@/lib/env'
import { failDirectoryJob, runDirectoryJob } from '@/lib/runs/run-directory-job'
import { claimDirectoryJob, type DirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization } from '@/lib/store/organization'
import type { Job } from './boss'
import { log } from './log'
import { openSource } from './source'

/** Claims and does a short job at the directory, with the connector's draft; a check says with which version. */
export async function workOnDirectoryJob(
  { organizationId, id }: Job,
  owner: string,
  stopping: AbortSignal,
): Promise<void> {
  const leaseSeconds = env().ENROLLMENT_LEASE_SECONDS
  const job = await inOrganization(organizationId, tx => claimDirectoryJob(tx, id, owner, leaseSeconds))
  if (!job) return
  // Without a renewed lease a job gets the lease's time, and ends before somebody else may take it.
  const signal = AbortSignal.any([stopping, AbortSignal.timeout((leaseSeconds * 1000 * 3) / 4)])
  const work = { organizationId, job, owner }
  try {
    const opened = await openSource(organizationId, job.connectorId, versionFor(job), `job:${job.id}`)
    await runDirectoryJob({ ...work, ...opened, signal })
  } catch (error) {
    if (error instanceof SecretMissing) return failDirectoryJob(work, { code: error.code, args: {} })
    log().error({ job: id, kind: job.kind, error }, 'A directory job met an error that nobody foresaw')
    await failDirectoryJob(work, { code: 'unexpected', args: {} })
  }
}

const versionFor = ({ kind, request }: DirectoryJob): number | 'draft' =>
  kind === 'check' ? CheckRequest.parse(request).version : 'draft'
