'use client'

import type { JobView } from '@/app/api/jobs/[id]/job-view'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { useLive } from '@/app/ui/use-live'

/** Reads what a route handler answers as JSON. @throws Error when it answers anything but 200 */
export async function readJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address, { cache: 'no-store', ...(signal ? { signal } : {}) })
  if (!response.ok) throw new Error(`${response.status}`)
  return response.json()
}

/** Polls a directory job until it has ended; null = no job yet. */
export function useJob(jobId: string | null): { job: JobView | null; problem: string | null } {
  const address = useAddress()
  const { data, isOld, isError } = useLive({
    question: jobId,
    ask: signal => readJson<JobView>(address(`/api/jobs/${jobId}`), signal),
    again: job => (job.ended ? null : 500),
  })
  return { job: isOld ? null : (data ?? null), problem: isError ? say('job.lost') : null }
}
