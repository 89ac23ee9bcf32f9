import { readJob, startProbe } from '@/lib/connectors/directory-jobs'
import type { ReadFault } from '@/lib/directory/read-fault'
import type { ProbeReport } from '@/lib/directory/source'
import { sentence } from '@/lib/words/words'
import { Refused, refuse } from './answer'
import type { Context } from './context'
import { untilEnded } from './wait'

/**
 * Runs Test Connection and waits for it.
 * @returns what somebody should know although every check passed
 * @throws Refused `probe-failed` with the first check that failed, and why
 */
export async function testConnection(context: Context, connectorId: string): Promise<ReadFault[]> {
  const report = await probeReport(context, connectorId)
  if (report.passed) return report.steps.flatMap(({ warnings }) => warnings)
  const failed = report.steps.find(({ state }) => state === 'failed')
  const { code, args } = failed?.fault ?? { code: 'unexpected', args: {} }
  return refuse('probe-failed', { check: failed?.check ?? '', message: sentence(code, args, 'directory') })
}

/** Every check of Test Connection, passed or not. @throws Refused when it cannot be asked */
export async function probeReport({ organizationId, actor }: Context, connectorId: string): Promise<ProbeReport> {
  const started = await startProbe(organizationId, actor, connectorId)
  if (!started.ok) throw new Refused(started.faults)
  return (await jobResult(organizationId, started.value.jobId)) as ProbeReport
}

/** Waits for a directory job. @returns what it found @throws Refused `job-failed` with why it found nothing */
export async function jobResult(organizationId: string, jobId: string): Promise<unknown> {
  const { state, result } = await untilEnded(
    async () => {
      const job = await readJob(organizationId, jobId)
      if (!job.ok) throw new Refused(job.faults)
      return job.value
    },
    job => (job.state === 'queued' ? 'waiting' : job.state === 'running' ? 'begun' : 'ended'),
  )
  if (state !== 'failed') return result
  const { code, args } = result as { code: string; args: Record<string, string | number> }
  return refuse('job-failed', { message: sentence(code, args, 'directory') })
}
