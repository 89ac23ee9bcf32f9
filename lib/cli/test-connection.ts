import { readJob, startProbe } from '@/lib/connectors/directory-jobs'
import type { ProbeReport } from '@/lib/directory/source'
import { sentence } from '@/lib/words/words'
import { Refused, refuse } from './answer'
import type { Context } from './context'
import { untilEnded } from './wait'

/** Runs Test Connection and waits for it. @throws Refused `probe-failed` with the first check that failed, and why */
export async function testConnection({ organizationId, actor }: Context, connectorId: string): Promise<void> {
  const started = await startProbe(organizationId, actor, connectorId)
  if (!started.ok) throw new Refused(started.faults)
  const job = await jobEnded(organizationId, started.value.jobId)
  const report = job.state === 'done' ? (job.result as ProbeReport) : null
  if (report?.passed) return
  const failed = report?.steps.find(({ state }) => state === 'failed')
  const { code, args } = failed?.fault ?? (job.result as { code: string; args: Record<string, string | number> })
  refuse('probe-failed', { check: failed?.check ?? '', message: sentence(code, args, 'directory') })
}

/** Waits for a directory job. @throws Refused */
export function jobEnded(organizationId: string, jobId: string) {
  return untilEnded(
    async () => {
      const job = await readJob(organizationId, jobId)
      if (!job.ok) throw new Refused(job.faults)
      return job.value
    },
    ({ state }) => (state === 'queued' ? 'waiting' : state === 'running' ? 'begun' : 'ended'),
  )
}
