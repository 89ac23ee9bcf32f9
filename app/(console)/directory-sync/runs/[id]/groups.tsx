'use client'

import { Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { readJson } from '@/app/(console)/use-job'
import type { GroupPage } from '@/app/api/runs/[id]/groups/route'
import type { RunView } from '@/app/api/runs/[id]/run-view'
import { say } from '@/app/messages/say'
import { useAddress } from '@/app/ui/base-path'
import { Notice } from '@/app/ui/notice'
import { Pages } from '@/app/ui/pages'
import { RowsSkeleton } from '@/app/ui/skeleton'
import { useLive } from '@/app/ui/use-live'
import type { Choosing } from './choose-checkbox'
import { GroupCounters } from './group-counters'
import { GroupsTable } from './groups-table'

const pageSize = 25

/** What a plan does to organizational groups and lists, and who joins and leaves: counted, and row by row. */
export function Groups({ run, ...choosing }: Choosing & { run: RunView }) {
  const address = useAddress()
  const [page, setPage] = useState(1)
  const { data, isError } = useLive({
    question: JSON.stringify([run.id, run.state, page]),
    ask: signal => readJson<GroupPage>(address(`/api/runs/${run.id}/groups?page=${page}&pageSize=${pageSize}`), signal),
  })
  return (
    <Stack component="section" gap="md" aria-labelledby="groups">
      <Title order={2} id="groups">
        {say('groups.title')}
      </Title>
      {run.groupReport ? <GroupCounters report={run.groupReport} /> : null}
      {isError ? <Notice tone="danger">{say('groups.failed')}</Notice> : null}
      {data && data.total > 0 ? <GroupsTable rows={data.rows} {...choosing} /> : null}
      {data || isError ? null : <RowsSkeleton rows={3} />}
      {data?.total === 0 ? <Text c="dimmed">{say('groups.none')}</Text> : null}
      {data ? (
        <Pages label={say('groups.pages')} total={Math.ceil(data.total / pageSize)} page={page} onPage={setPage} />
      ) : null}
    </Stack>
  )
}
