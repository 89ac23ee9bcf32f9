'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { keepAsking } from './keep-asking'

type Options<T> = {
  /** What is asked, as a word: another one is another question. null = nothing yet. */
  question: string | null
  ask: (signal: AbortSignal) => Promise<T>
  /** After how many milliseconds an answer is asked for again; null = it is the last. */
  again?: (answer: T) => number | null
  /** What is known before anything was asked. */
  first?: T
}

/**
 * Asks the portal something, and again as long as it changes. The last answer stays until the next one is there, also to another
 * question: `isOld`. A page that nobody sees asks nothing.
 */
export function useLive<T>({ question, ask, again, first }: Options<T>) {
  const [known, setKnown] = useState<{ of: string | null; data: T | undefined }>({ of: question, data: first })
  const [failed, setFailed] = useState<string | null>(null)
  const [times, setTimes] = useState(0)
  const latest = useRef({ ask, again })
  latest.current = { ask, again }
  const isAgain = again !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: asking anew is the point of `times`
  useEffect(() => {
    if (question === null) return
    const stop = new AbortController()
    keepAsking({
      ask: () => latest.current.ask(stop.signal),
      again: isAgain ? answer => latest.current.again?.(answer) ?? null : undefined,
      tell: data => {
        setKnown({ of: question, data })
        setFailed(null)
      },
      tellFailure: () => setFailed(question),
      wait: milliseconds => isTime(milliseconds, stop.signal),
      stopped: () => stop.signal.aborted,
    })
    return () => stop.abort()
  }, [question, isAgain, times])
  const refresh = useCallback(() => setTimes(before => before + 1), [])
  const isOld = known.of !== question || known.data === undefined
  return { data: known.data, isOld, isError: failed !== null && failed === question, refresh }
}

/** Waits, and then for the page to be seen. @returns false when nobody wants to know any more */
async function isTime(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  if (milliseconds > 0) await happens(done => setTimeout(done, milliseconds), signal)
  while (document.hidden && !signal.aborted)
    await happens(done => document.addEventListener('visibilitychange', done, { once: true, signal }), signal)
  return !signal.aborted
}

const happens = (begin: (done: () => void) => void, signal: AbortSignal) =>
  new Promise<void>(resolve => {
    signal.addEventListener('abort', () => resolve(), { once: true })
    begin(resolve)
  })
