'use client'

import { Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { readJson } from '@/app/(console)/use-job'
import type { ChangePage } from '@/app/api/runs/[id]/changes/route'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { useAnnounce } from '@/app/ui/live-region'
import { Notice } from '@/app/ui/notice'
import type { ChangeKind } from '@/lib/sync/change'
import { ChangesTable } from './changes-table'
import type { Choice } from './choice'
import { Pages } from './pages'
import { Tiles } from './tiles'

const pageSize = 50

type Props = { run: RunView; choice: Choice | null; onChoice: (choice: Choice) => void }

/** Every row of the plan: by kind, by name or address, in pages that the server sorts and filters. */
export function Changes({ run, choice, onChoice }: Props) {
  const address = useAddress()
  const [kind, setKind] = useState<ChangeKind | null>(null)
  const [text, setText] = useState('')
  const [page, setPage] = useState(1)
  const [query] = useDebouncedValue(text.trim(), 300)
  const search = new URLSearchParams({ page: String(page), pageSize: String(pageSize) })
  if (kind) search.set('kind', kind)
  if (query) search.set('q', query)
  const { data, isError, isPlaceholderData } = useQuery({
    queryKey: ['changes', run.id, run.state, search.toString()],
    queryFn: ({ signal }) => readJson<ChangePage>(address(`/api/runs/${run.id}/changes?${search}`), signal),
    placeholderData: keepPreviousData,
  })
  useAnnouncedTotal(data, isPlaceholderData, kind !== null || query !== '')
  if (run.kinds.length === 0) return <Nothing run={run} />
  return (
    <Stack component="section" gap="md" aria-labelledby="changes">
      <Title order={2} id="changes">
        {say('changes.title')}
      </Title>
      <Tiles
        run={run}
        selected={kind}
        onSelect={chosen => {
          setKind(chosen)
          setPage(1)
        }}
      />
      <Group justify="space-between" align="flex-end">
        <TextInput
          type="search"
          label={say('changes.find')}
          placeholder={say('changes.findHelp')}
          leftSection={<Search size={16} strokeWidth={1.5} aria-hidden />}
          value={text}
          onChange={event => {
            setText(event.currentTarget.value)
            setPage(1)
          }}
          w={{ base: '100%', sm: 320 }}
        />
        {data ? <Text c="dimmed">{say('changes.shown', range(data))}</Text> : null}
      </Group>
      {isError ? <Notice tone="danger">{say('changes.failed')}</Notice> : null}
      {data ? (
        <ChangesTable rows={data.rows} choice={choice} onChoice={onChoice} />
      ) : (
        <Text c="dimmed">{say('loading')}</Text>
      )}
      {data ? (
        <Pages label={say('changes.pages')} total={Math.ceil(data.total / pageSize)} page={page} onPage={setPage} />
      ) : null}
    </Stack>
  )
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
