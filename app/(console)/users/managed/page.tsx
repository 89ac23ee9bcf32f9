import { Stack, Text } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { StaleNotice } from '@/app/(console)/directory-sync/stale-notice'
import { readPage } from '@/app/lists/read-page'
import { SavedViews } from '@/app/lists/saved-views/saved-views'
import { TurnPages } from '@/app/lists/turn-pages'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { LinkButton } from '@/app/ui/links'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { listConnectors } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { countPeople, listDepartments, pageOfPeople } from '@/lib/store/people-list'
import { listSavedViews } from '@/lib/store/saved-views'
import { deedsFor } from '../deeds/deeds-for'
import { ManagedFilters } from './managed-filters'
import { ManagedTable } from './managed-table'
import { filterOf, isNarrowed, PeopleSearch } from './people-search'

export const generateMetadata = titled('managed.title')

const path = '/users/managed'
const departmentsShown = 200

type Query = Record<string, string | undefined>
type Props = { searchParams: Promise<Query> }

/** The people that a connector manages. The address of the page is its state: filters, order and place. */
export default async function ManagedUsersPage({ searchParams }: Props) {
  const { admin, organization } = await openConsole('enrollment.read')
  const asked = await searchParams
  const search = PeopleSearch.parse(asked)
  const filter = filterOf(search)
  const found = await inOrganization(admin.organizationId, async tx => ({
    page: await readPage(asked, page => pageOfPeople(tx, filter, search.sort ?? 'name', page)),
    total: await countPeople(tx, filter),
    departments: await listDepartments(tx, departmentsShown),
    connectors: await listConnectors(tx),
    views: await listSavedViews(tx, { list: 'managed-users', owner: admin.administratorId }),
  }))
  const { page, total } = found
  if (total === 0 && !isNarrowed(search)) return <NobodyYet />
  const [first, last] = [page.rows[0]?.place, page.rows.at(-1)?.place]
  return (
    <Stack gap="lg">
      <PageHeading
        title={say('managed.title')}
        lead={say('managed.lead')}
        actions={<SavedViews list="managed-users" path={path} views={found.views} owner={admin.administratorId} />}
      />
      <StaleNotice />
      <ManagedFilters path={path} search={search} departments={found.departments} connectors={found.connectors} />
      {first && last ? (
        <>
          <ManagedTable
            rows={page.rows.map(({ account }) => account)}
            total={total}
            timeZone={organization.timeZone}
            path={path}
            search={search}
            deeds={deedsFor(admin, 'managed')}
          />
          <TurnPages {...{ path, search, total, ...page, ends: { first, last } }} shown={page.rows.length} />
        </>
      ) : (
        <Text c="dimmed">{say('managed.noMatch')}</Text>
      )}
    </Stack>
  )
}

/** What this page is for, before there is anybody. */
function NobodyYet() {
  return (
    <Stack gap="lg" maw={760}>
      <PageHeading title={say('managed.title')} lead={say('managed.lead')} />
      <Notice tone="quiet">{say('managed.none')}</Notice>
      <div>
        <LinkButton href="/directory-sync">{say('listing.toDirectorySync')}</LinkButton>
      </div>
    </Stack>
  )
}
