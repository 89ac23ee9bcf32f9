'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { answered } from '@/app/forms/answered'
import type { Answer, Problem } from '@/app/forms/problem'
import { useDesk } from './desk'
import type { Meanwhile, SavedAnswer } from './save-step'
import { placesAround } from './steps'
import { useKeeping } from './use-keeping'

/** How somebody leaves a step; each of them saves it first. */
export type Way = 'back' | 'exit' | 'continue'

/** What saves a step: a way out of it, the test of a connection, or the button of a page outside the wizard. */
export type SavedBy = Way | 'test' | 'save'

/** What somebody else saved, and what was pressed when it was met. */
export type Met = Meanwhile & { by: SavedBy }

/** Saves a step as it was seen; null = there is nothing to save. */
export type SaveStep<T = unknown> = (seen: string) => Promise<Answer<SavedAnswer<T> | null>>

/**
 * Saving a step and going on. What cannot be saved stays on the page with what is wrong about it, and so does what somebody
 * else would lose by it. Whoever goes back or exits leaves what cannot be saved as it was typed.
 * @param values of the form as they stand, to be kept while they are typed; nothing secret
 */
export function useStep(values: unknown) {
  const router = useRouter()
  const { connectorId, step, seen, mayKeep } = useDesk()
  const { hold, release } = useKeeping(values)
  const [busy, setBusy] = useState<SavedBy | null>(null)
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [meanwhile, setMeanwhile] = useState<Met | null>(null)

  /**
   * Answers what was saved, or null, when what is in the way of it stands on the page.
   * @param isLeaving whoever only leaves need not have finished: what is typed is kept for them, and pages say that it is not saved
   */
  const save = async <T>(
    by: SavedBy,
    saving: SaveStep<T>,
    isLeaving = by === 'back' || by === 'exit',
  ): Promise<{ value: T | null } | null> => {
    setProblems([])
    setMeanwhile(null)
    hold()
    const answer = await answered(saving(seen.current))
    if (!answer.ok) {
      const keeping = release(false)
      if (isLeaving && (await keeping)) return { value: null }
      setProblems(answer.problems)
      return null
    }
    if (answer.value?.meanwhile) {
      // What is typed is kept before anybody can go and look at what the other saved.
      await release(false)
      setMeanwhile({ ...answer.value.meanwhile, by })
      return null
    }
    if (answer.value) seen.current = answer.value.seen
    release(true)
    return { value: answer.value?.value ?? null }
  }
  const leave = async (way: Way, saving: SaveStep) => {
    if (!mayKeep) return router.push(placesAround(connectorId, step)[way])
    setBusy(way)
    if (await save(way, saving)) return router.push(placesAround(connectorId, step)[way])
    setBusy(null)
  }
  return { busy, setBusy, problems, setProblems, meanwhile, save, leave }
}
