'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Answer, Problem } from '@/app/forms/problem'
import { placesAround, type Step } from './steps'

/** How somebody leaves a step; each of them saves it first. */
export type Way = 'back' | 'exit' | 'continue'

/** Saving a step and going on. What cannot be saved stays on the page with what is wrong about it. */
export function useStep(connectorId: string, step: Step) {
  const router = useRouter()
  const [busy, setBusy] = useState<Way | null>(null)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const leave = async (way: Way, save: () => Promise<Answer<unknown>>) => {
    setBusy(way)
    setProblems([])
    const answer = await save()
    if (answer.ok) return router.push(placesAround(connectorId, step)[way])
    setBusy(null)
    setProblems(answer.problems)
  }
  return { busy, problems, setProblems, leave }
}
