'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { readJson } from '@/app/(console)/use-job'
import type { ChangePage } from '@/app/api/runs/[id]/changes/route'
import type { Facets } from '@/app/api/runs/[id]/facets/route'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { useAddress } from '@/app/ui/base-path'
import { useLive } from '@/app/ui/use-live'
import { type ChangeSearch, filterQuery } from './change-search'

export const pageSize = 50

/** One page of rows as the server filters and sorts them; the page before stays until it is there. */
export function useChanges(run: RunView, search: ChangeSearch) {
  const address = useAddress()
  const [text] = useDebouncedValue(search.text, 300)
  const asked = new URLSearchParams(filterQuery({ ...search, text }))
  asked.set('sort', search.sort)
  asked.set('page', String(search.page))
  asked.set('pageSize', String(pageSize))
  return useLive({
    question: JSON.stringify([run.id, run.state, asked.toString()]),
    ask: signal => readJson<ChangePage>(address(`/api/runs/${run.id}/changes?${asked}`), signal),
  })
}

/** By what the rows can be narrowed. */
export function useFacets(run: RunView) {
  const address = useAddress()
  return useLive({
    question: JSON.stringify([run.id, run.state]),
    ask: signal => readJson<Facets>(address(`/api/runs/${run.id}/facets`), signal),
  })
}
