import { QueryClient } from '@tanstack/react-query'

const make = () => new QueryClient({ defaultOptions: { queries: { refetchOnWindowFocus: false, retry: 2 } } })
let kept: QueryClient | undefined

/**
 * What asks the portal again and again, and remembers the answers: one in a browser, and a new one whenever the server makes a
 * page, which is somebody's own. Only pages on which something lives carry it.
 */
export function queries(): QueryClient {
  if (typeof window === 'undefined') return make()
  kept ??= make()
  return kept
}
