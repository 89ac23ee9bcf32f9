import { Group as Row, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { openConsole } from '@/app/(console)/console'
import { StaleNotice } from '@/app/(console)/directory-sync/stale-notice'
import { DownloadRows, SelectedRows } from '@/app/lists/download-rows'
import { queryOf } from '@/app/lists/list-address'
import { ResultCount } from '@/app/lists/result-count'
import { SavedViews } from '@/app/lists/saved-views/saved-views'
import { SelectRows } from '@/app/lists/select-rows'
import { TurnPages } from '@/app/lists/turn-pages'
import { say } from '@/app/messages/say'
import { LinkButton } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import type { Group } from '@/lib/store/groups'
import type { GroupKind } from '@/lib/sync/groups/group-change'
import { GroupFilters } from './group-filters'
import type { GroupSearch } from './groups-search'
import { type GroupsQuery, loadGroups } from './load-groups'
import { MembersDialog } from './members/members-dialog'

type Table = (props: { rows: readonly Group[]; path: string; search: GroupSearch; query: GroupsQuery }) => ReactNode
type Props = { kind: GroupKind; path: string; asked: GroupsQuery; table: Table }

const kinds = { list: 'lists', 'organizational-group': 'groups' } as const
const views = { list: 'distribution-lists', 'organizational-group': 'groups' } as const

/** The organizational groups or the lists of Messenger. The address of the page is its state. */
export async function GroupsPage({ kind, path, asked, table: Table }: Props) {
  const { admin } = await openConsole('enrollment.read')
  const found = await loadGroups(admin, kind, asked)
  const { search, page, total, opened } = found
  const words = kinds[kind]
  const title = say(`groupList.${words}.title`)
  const lead = say(`groupList.${words}.lead`)
  const narrowed = Boolean(search.q) || search.source !== undefined
  if (total === 0 && !narrowed) return <NoneYet title={title} lead={lead} text={say(`groupList.${words}.none`)} />
  const { sort: _, ...filter } = search
  const [query, file] = [queryOf(filter), `/api/groups/export/${words}`]
  const [first, last] = [page.rows[0]?.place, page.rows.at(-1)?.place]
  return (
    <Stack gap="lg">
      <PageHeading
        title={title}
        lead={lead}
        actions={<SavedViews list={views[kind]} path={path} views={found.views} owner={admin.administratorId} />}
      />
      <StaleNotice />
      <GroupFilters path={path} search={search} label={say(`groupList.${words}.find`)} />
      {first && last ? (
        <>
          <SelectRows ids={page.rows.map(({ group }) => group.id)} filter={query} total={total}>
            <Row justify="space-between">
              <ResultCount text={say(`groupList.${words}.count`, { count: total })} />
              <DownloadRows path={file} query={query} />
            </Row>
            <Table rows={page.rows.map(({ group }) => group)} path={path} search={search} query={asked} />
            <SelectedRows path={file} />
          </SelectRows>
          <TurnPages {...{ path, search, total, ...page, ends: { first, last } }} shown={page.rows.length} />
        </>
      ) : (
        <Text c="dimmed">{say(`groupList.${words}.noMatch`)}</Text>
      )}
      <MembersDialog opened={opened} path={path} />
    </Stack>
  )
}

function NoneYet({ title, lead, text }: { title: string; lead: string; text: string }) {
  return (
    <Stack gap="lg" maw={760}>
      <PageHeading title={title} lead={lead} />
      <Notice tone="quiet">{text}</Notice>
      <div>
        <LinkButton href="/directory-sync">{say('listing.toDirectorySync')}</LinkButton>
      </div>
    </Stack>
  )
}
