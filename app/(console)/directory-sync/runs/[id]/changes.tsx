'use client'

import { Stack, Text, Title } from '@mantine/core'
import { useEffect } from 'react'
import type { ChangePage } from '@/app/api/runs/[id]/changes/route'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say, sayIfKnown } from '@/app/messages/say'
import { useAnnounce } from '@/app/ui/live-region'
import { Notice } from '@/app/ui/notice'
import { Pages } from '@/app/ui/pages'
import { RowsSkeleton } from '@/app/ui/skeleton'
import { unitPath } from '@/app/ui/unit-words'
import { Causes } from './causes'
import { ChangeFilters } from './change-filters'
import { type ChangeSearch, filterQuery } from './change-search'
import { ChangesTable } from './changes-table'
import type { Choice } from './choice'
import { Tiles } from './tiles'
import { UpdateCause } from './update-cause'
import { pageSize, useChanges, useFacets } from './use-changes'
import { useSearch } from './use-search'

type Props = { run: RunView; choice: Choice | null; onChoice: (choice: Choice) => void }

/** Every row of the plan: by kind, reason, unit, problem, name or address, in pages that the server sorts and filters. */
export function Changes({ run, choice, onChoice }: Props) {
  const [search, setSearch] = useSearch()
  const narrow = (part: Partial<ChangeSearch>) => setSearch({ ...search, ...part, page: 1 })
  const { data: facets } = useFacets(run)
  const { data, isError, isOld } = useChanges(run, search)
  useAnnouncedTotal(data, isOld, filterQuery(search) !== '')
  if (run.kinds.length === 0) return <Nothing run={run} />
  return (
    <Stack component="section" gap="md" aria-labelledby="changes">
      <Title order={2} id="changes">
        {say('changes.title')}
      </Title>
      <Tiles run={run} selected={search.kind} onSelect={kind => narrow({ kind })} />
      <UpdateCause runId={run.id} cause={facets?.updates ?? null} />
      <Causes causes={facets?.causes ?? []} chosen={search} onChoose={narrow} />
      <ChangeFilters runId={run.id} search={search} facets={facets} onChange={setSearch} />
      <Only search={search} />
      <Text c="dimmed">{data ? say('changes.shown', range(data)) : say('loading')}</Text>
      {isError ? <Notice tone="danger">{say('changes.failed')}</Notice> : null}
      {data ? (
        <ChangesTable
          runId={run.id}
          rows={data.rows}
          sort={search.sort}
          onSort={sort => narrow({ sort })}
          choice={choice}
          onChoice={onChoice}
        />
      ) : (
        <RowsSkeleton
          rows={Math.min(
            pageSize,
            run.kinds.reduce((sum, { count }) => sum + count, 0),
          )}
        />
      )}
      {data ? (
        <Pages
          label={say('changes.pages')}
          total={Math.ceil(data.total / pageSize)}
          page={search.page}
          onPage={page => setSearch({ ...search, page })}
        />
      ) : null}
    </Stack>
  )
}

/** What a link narrowed the rows by that no field shows. */
function Only({ search: { losing, of, counter } }: { search: ChangeSearch }) {
  const names = (counter ?? '').split(',').flatMap(name => sayIfKnown(`report.counter.${name}`) ?? [])
  const only = [
    ...(losing === null ? [] : [say('changes.onlyLosing')]),
    ...(of === null ? [] : [say('changes.onlyOf', { of: unitPath(of) })]),
    ...(names.length === 0 ? [] : [say('changes.onlyCounted', { counters: [...new Set(names)].join(', ') })]),
  ]
  return only.length === 0 ? null : <Text fw={500}>{say('changes.only', { what: only.join(', ') })}</Text>
}

const range = ({ page, rows, total }: ChangePage) => ({
  from: rows.length === 0 ? 0 : (page - 1) * pageSize + 1,
  to: (page - 1) * pageSize + rows.length,
  total,
})

function Nothing({ run }: { run: RunView }) {
  return run.state === 'finished' && run.report ? <Notice tone="ok">{say('changes.none')}</Notice> : null
}

function useAnnouncedTotal(data: ChangePage | undefined, stale: boolean, filtered: boolean) {
  const announce = useAnnounce()
  const total = data?.total
  useEffect(() => {
    if (filtered && !stale && total !== undefined) announce(say('changes.found', { total }))
  }, [filtered, stale, total, announce])
}
