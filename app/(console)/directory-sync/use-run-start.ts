'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Answer } from '@/app/forms/problem'

/** Starts a run and goes to its page; a refusal stays here, in words. */
export function useRunStart(start: () => Promise<Answer<{ runId: string }>>) {
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const begin = async () => {
    setBusy(true)
    setProblem(null)
    const answer = await start()
    if (answer.ok) return router.push(`/directory-sync/runs/${answer.value.runId}`)
    setBusy(false)
    setProblem(answer.problems.map(found => found.text).join(' '))
  }
  return { begin, busy, problem }
}
