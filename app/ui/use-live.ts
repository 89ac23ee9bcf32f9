'use client'

import { keepPreviousData, QueryClient, useQuery } from '@tanstack/react-query'
import { useState } from 'react'

type Options<T> = {
  /** What is asked, as a word: another one is another question. null = nothing yet. */
  question: string | null
  ask: (signal: AbortSignal) => Promise<T>
  /** After how many milliseconds an answer is asked for again; null = it is the last. */
  again?: (answer: T) => number | null
  /** What is known before anything was asked. */
  first?: T
}

/** How often a question is asked again before its failure is said. */
const retries = 2
/** Milliseconds after a failure until what is asked again and again is asked on. */
const restAfterFailure = 5_000

/**
 * Asks the portal something, and again as long as it changes. The last answer stays until the next one is there, also to another
 * question: `isOld`. A page that nobody sees asks nothing.
 */
export function useLive<T>({ question, ask, again, first }: Options<T>) {
  // Each has a client of its own: only pages on which something lives carry it, and on the server nobody shares what is known.
  const [client] = useState(() => new QueryClient())
  const [firstQuestion] = useState(question)
  const query = useQuery(
    {
      queryKey: [question],
      enabled: question !== null,
      queryFn: ({ signal }) => ask(signal),
      retry: retries,
      gcTime: 0,
      networkMode: 'always',
      refetchOnWindowFocus: false,
      placeholderData: keepPreviousData,
      refetchInterval: ({ state }) => {
        if (again === undefined) return false
        if (state.status === 'error') return restAfterFailure
        return state.data === undefined ? false : (again(state.data) ?? false)
      },
      ...(first !== undefined && question === firstQuestion ? { initialData: first as T & (() => undefined) } : {}),
    },
    client,
  )
  const isOld = question === null || query.isPlaceholderData || query.data === undefined
  return { data: query.data, isOld, isError: query.isError, refresh: () => void query.refetch() }
}
