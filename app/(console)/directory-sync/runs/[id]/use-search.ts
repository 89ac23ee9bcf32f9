import { useSearchParams } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { addressQuery, type ChangeSearch, searchIn } from './change-search'

/**
 * What is looked for, kept in the page's address: whoever comes back, loads it again or passes it on finds the same rows. What
 * is typed is here at once; the address follows, and is followed when a link changes it.
 */
export function useSearch(): [ChangeSearch, (search: ChangeSearch) => void] {
  const params = useSearchParams()
  const [search, setSearch] = useState(() => searchIn(params))
  const asked = addressQuery(searchIn(params))
  /** Addresses that were written here and have not come back yet. */
  const written = useRef<string[]>([])
  const known = useRef(asked)
  useEffect(() => {
    if (asked === known.current) return
    known.current = asked
    const own = written.current.indexOf(asked)
    written.current = own < 0 ? [] : written.current.slice(own + 1)
    if (own < 0) setSearch(searchIn(new URLSearchParams(asked)))
  }, [asked])
  const change = (next: ChangeSearch) => {
    setSearch(next)
    const query = addressQuery(next)
    if (query === (written.current.at(-1) ?? known.current)) return
    written.current.push(query)
    window.history.replaceState(null, '', query === '' ? window.location.pathname : `?${query}`)
  }
  return [search, change]
}
