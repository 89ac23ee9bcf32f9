'use client'

import { useQuery } from '@tanstack/react-query'
import type { JobView } from '@/app/api/jobs/[id]/job-view'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { queries } from '@/app/ui/queries'

/** Reads what a route handler answers as JSON. @throws Error when it answers anything but 200 */
export async function readJson<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(address, { cache: 'no-store', ...(signal ? { signal } : {}) })
  if (!response.ok) throw new Error(`${response.status}`)
  return response.json()
}

/** Polls a directory job until it has ended; null = no job yet. */
export function useJob(jobId: string | null): { job: JobView | null; problem: string | null } {
  const address = useAddress()
  const query = useQuery(
    {
      queryKey: ['job', jobId],
      enabled: jobId !== null,
      queryFn: ({ signal }) => readJson<JobView>(address(`/api/jobs/${jobId}`), signal),
      refetchInterval: ({ state }) => (state.data?.ended ? false : 500),
    },
    queries(),
  )
  return { job: query.data ?? null, problem: query.isError ? say('job.lost') : null }
}
