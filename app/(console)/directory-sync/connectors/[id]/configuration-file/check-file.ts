import { useCallback } from 'react'
import { readJson } from '@/app/(console)/use-job'
import type { JobView } from '@/app/api/jobs/[id]/job-view'
import { answered } from '@/app/forms/answered'
import type { Answer, Problem } from '@/app/forms/problem'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { lookUpConfiguration, readConfiguration } from './actions'

/** What a file would change, and the jobs that asked the directory for what it names. */
export type Reading = { differences: string[] | null; notes: string[]; jobs: string[] }
type File = { connectorId: string; text: string }
/** Waits until the jobs have ended. @returns what kept one of them from it */
type LookUp = (jobs: readonly string[]) => Promise<Problem[]>

const askable = ['unit-needs-guid', 'list-needs-guid', 'rule-needs-directory']
const pause = 500

/** Reads a file; where it names what nobody has looked up, the directory is asked and the file read again. */
export async function checkFile(file: File, lookUp: LookUp): Promise<Answer<Reading>> {
  const read = await answered(readConfiguration(file))
  if (read.ok) return { ok: true, value: { ...read.value, jobs: [] } }
  if (!read.problems.some(({ code }) => askable.includes(code))) return read
  const asked = await answered(lookUpConfiguration(file))
  if (!asked.ok) return { ok: false, problems: [...read.problems, ...asked.problems] }
  const { jobs } = asked.value
  const failed = await lookUp(jobs)
  if (failed.length > 0) return { ok: false, problems: [...read.problems, ...failed] }
  const again = await answered(readConfiguration({ ...file, jobs }))
  return again.ok ? { ok: true, value: { ...again.value, jobs } } : again
}

export function useLookUp(): LookUp {
  const address = useAddress()
  return useCallback(
    async jobs => {
      const ended = await Promise.all(jobs.map(id => untilEnded(address(`/api/jobs/${id}`))))
      return ended.flatMap(text => (text === null ? [] : [{ path: 'text', text, code: 'look-up-failed' }]))
    },
    [address],
  )
}

async function untilEnded(address: string): Promise<string | null> {
  try {
    for (;;) {
      const job = await readJson<JobView>(address)
      if (job.ended) return job.kind === 'failed' ? job.text : null
      await new Promise(resolve => setTimeout(resolve, pause))
    }
  } catch {
    return say('job.lost')
  }
}
