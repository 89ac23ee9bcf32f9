'use client'

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { liveObserver } from './live-observer'

type Options<T> = {
  /** What is asked, as a word: another one is another question. null = nothing yet. */
  question: string | null
  ask: (signal: AbortSignal) => Promise<T>
  /** After how many milliseconds an answer is asked for again; null = it is the last. */
  again?: (answer: T) => number | null
  /** What is known before anything was asked. */
  first?: T
}
/** A question with what is known of it already. */
export type LiveQuestion<T> = Omit<Options<T>, 'first'> & { known: T | undefined }
type Observer<T> = ReturnType<typeof liveObserver<T>>

/** Milliseconds after a failure until what is asked again and again is asked on. */
export const restAfterFailure = 5_000

/**
 * Asks the portal something, and again as long as it changes. The last answer stays until the next one is there, also to another
 * question: `isOld`. A page that nobody sees asks nothing.
 */
export function useLive<T>({ first, ...asked }: Options<T>) {
  const { question } = asked
  const [firstQuestion] = useState(question)
  const live = { ...asked, known: question === firstQuestion ? first : undefined }
  const { observer, isLost } = useObserver(live)
  useSyncExternalStore(
    useCallback(notify => observer?.subscribe(notify) ?? nothing, [observer]),
    () => observer?.answer(),
    nothing,
  )
  // As React Query's own hook does it: it is told after each time that the page was drawn.
  useEffect(() => observer?.ask(live))
  const answer = observer?.read(live) ?? { data: live.known, isError: isLost, isPlaceholderData: false }
  const isOld = question === null || answer.isPlaceholderData || answer.data === undefined
  return { data: answer.data ?? first, isOld, isError: answer.isError, refresh: () => void observer?.refetch() }
}

const nothing = () => undefined

/** React Query comes when something is asked for the first time: most pages begin without. */
function useObserver<T>(live: LiveQuestion<T>): { observer: Observer<T> | null; isLost: boolean } {
  const [observer, setObserver] = useState<Observer<T> | null>(null)
  const [lost, setLost] = useState(0)
  const isWanted = live.question !== null && observer === null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is asked is told to the observer once it is there
  useEffect(() => {
    if (!isWanted) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isGone = false
    import('./live-observer').then(
      ({ liveObserver }) => isGone || setObserver(liveObserver(live)),
      () => {
        if (!isGone) timer = setTimeout(() => setLost(lost + 1), restAfterFailure)
      },
    )
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [isWanted, lost])
  return { observer, isLost: lost > 0 && observer === null }
}
