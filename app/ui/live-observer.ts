import {
  keepPreviousData,
  notifyManager,
  QueryClient,
  QueryObserver,
  type QueryObserverOptions,
} from '@tanstack/react-query'
import { type LiveQuestion, restAfterFailure } from './use-live'

/** How often a question is asked again before its failure is said. */
const retries = 2

/** React Query, for one question after the other. */
export function liveObserver<T>(first: LiveQuestion<T>) {
  // Each has a client of its own, so that nobody shares what is known.
  const client = new QueryClient()
  const observer = new QueryObserver<T>(client, optionsOf(first))
  return {
    /** What is known of it at this moment. */
    read: (question: LiveQuestion<T>) =>
      observer.getOptimisticResult(
        client.defaultQueryOptions({ ...optionsOf(question), _optimisticResults: 'optimistic' }),
      ),
    ask: (question: LiveQuestion<T>) => observer.setOptions(optionsOf(question)),
    subscribe: (notify: () => void) => {
      const leave = observer.subscribe(notifyManager.batchCalls(notify))
      observer.updateResult()
      return leave
    },
    answer: () => observer.getCurrentResult(),
    refetch: () => observer.refetch(),
  }
}

const optionsOf = <T>({ question, ask, again, known }: LiveQuestion<T>): QueryObserverOptions<T> => ({
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
  ...(known !== undefined ? { initialData: known as T & (() => undefined) } : {}),
})
