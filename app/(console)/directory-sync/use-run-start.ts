'use client'

import { useRouter } from 'next/navigation'
import type { Answer } from '@/app/forms/problem'
import { useAct } from '@/app/forms/use-act'

/** Starts a run and goes to its page; a refusal stays here, in words. */
export function useRunStart(start: () => Promise<Answer<{ runId: string }>>) {
  const router = useRouter()
  const { act, busy, problem } = useAct()
  const begin = async () => {
    const answer = await act(start(), { leaves: true })
    if (answer.ok) router.push(`/directory-sync/runs/${answer.value.runId}`)
  }
  return { begin, busy, problem }
}
