'use client'

import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { readJson } from '@/app/(console)/use-job'
import type { ListPage } from '@/app/api/jobs/[id]/lists/route'
import { answered } from '@/app/forms/answered'
import type { Answer } from '@/app/forms/problem'
import { useAddress } from '@/app/ui/base-path'
import { useLive } from '@/app/ui/use-live'

export type ChosenLists = readonly { anchor: string; dn: string }[]
export const pageSize = 25
/** As many as can be chosen one by one. */
export const most = 2_000

/** A page of the lists that a survey found, by what is typed; the page before stays until it is there. */
export function useLists(jobId: string | undefined) {
  const address = useAddress()
  const [text, setText] = useState('')
  const [page, setPage] = useState(1)
  const [q] = useDebouncedValue(text, 300)
  const read = (asked: Record<string, string>, signal?: AbortSignal) =>
    readJson<ListPage>(address(`/api/jobs/${jobId}/lists?${new URLSearchParams({ q, ...asked })}`), signal)
  const query = useLive({
    question: jobId === undefined ? null : JSON.stringify([jobId, q, page]),
    ask: signal => read({ page: String(page), pageSize: String(pageSize) }, signal),
  })
  return {
    text,
    search: (typed: string) => {
      setText(typed)
      setPage(1)
    },
    page,
    setPage,
    found: query.data ?? null,
    failed: query.isError,
    /** Every list that matches what is typed. */
    readAll: (): Promise<Answer<ChosenLists>> =>
      answered(
        read({ pageSize: String(most) }).then(({ rows }) => ({
          ok: true,
          value: rows.map(({ anchor, dn }) => ({ anchor, dn })),
        })),
      ),
  }
}
