import { Stack, Text } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { readPage } from '@/app/lists/read-page'
import { SavedViews } from '@/app/lists/saved-views/saved-views'
import { TurnPages } from '@/app/lists/turn-pages'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { LinkButton } from '@/app/ui/links'
import { moment } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { listSavedViews } from '@/lib/store/saved-views'
import { countReviews, countUnmanaged, pageOfUnmanaged } from '@/lib/store/unmanaged-list'
import { deedsFor } from '../deeds/deeds-for'
import { CheckNow } from './check-now'
import { ReviewTabs } from './review-tabs'
import { UnmanagedFilters } from './unmanaged-filters'
import { filterOf, isNarrowed, UnmanagedSearch } from './unmanaged-search'
import { UnmanagedTable } from './unmanaged-table'

export const generateMetadata = titled('unmanaged.title')

const path = '/users/unmanaged'

type Query = Record<string, string | undefined>
type Props = { searchParams: Promise<Query> }

/** People with an address of the company whom nobody manages. The address of the page is its state. */
export default async function UnmanagedUsersPage({ searchParams }: Props) {
  const { admin, organization } = await openConsole('enrollment.read')
  const asked = await searchParams
  const search = UnmanagedSearch.parse(asked)
  const filter = filterOf(search)
  const { page, total, domains, counts, views } = await inOrganization(admin.organizationId, async tx => ({
    page: await readPage(asked, place => pageOfUnmanaged(tx, filter, search.sort ?? 'name', place)),
    total: await countUnmanaged(tx, filter),
    domains: await verifiedDomains(tx),
    counts: await countReviews(tx),
    views: await listSavedViews(tx, { list: 'unmanaged-users', owner: admin.administratorId }),
  }))
  const [first, last] = [page.rows[0]?.place, page.rows.at(-1)?.place]
  const empty = total === 0 && !isNarrowed(search)
  const { comparedAt, timeZone } = organization
  return (
    <Words of={['unmanaged.checkNow', 'unmanaged.linkTo']}>
      <Stack gap="lg" maw={empty ? 760 : undefined}>
        <PageHeading
          title={say('unmanaged.title')}
          lead={
            <>
              {say('unmanaged.lead')}{' '}
              {comparedAt
                ? say('unmanaged.compared', { when: moment(comparedAt, timeZone).text })
                : say('unmanaged.neverCompared')}
            </>
          }
          actions={
            <>
              <Reserved to="enrollment.sync.run" instead={null}>
                <CheckNow />
              </Reserved>
              {empty ? null : (
                <SavedViews list="unmanaged-users" path={path} views={views} owner={admin.administratorId} />
              )}
            </>
          }
        />
        {empty ? (
          <Nobody domains={domains.length} />
        ) : (
          <>
            <ReviewTabs path={path} counts={counts} chosen={search.review} />
            <UnmanagedFilters path={path} search={search} domains={domains} />
          </>
        )}
        {first && last ? (
          <>
            <UnmanagedTable
              rows={page.rows.map(({ account }) => account)}
              {...{ total, timeZone, path, search }}
              deeds={deedsFor(admin, 'unmanaged', search.review)}
            />
            <TurnPages {...{ path, search, total, ...page, ends: { first, last } }} shown={page.rows.length} />
          </>
        ) : null}
        {first || empty ? null : <Text c="dimmed">{say('unmanaged.noMatch')}</Text>}
        <details>
          <summary>{say('unmanaged.missing')}</summary>
          <Text maw={760} pt="xs">
            {say('unmanaged.missingHelp')}
          </Text>
        </details>
      </Stack>
    </Words>
  )
}

function Nobody({ domains }: { domains: number }) {
  return (
    <>
      <Notice tone={domains === 0 ? 'warn' : 'ok'}>
        {say(domains === 0 ? 'unmanaged.noDomain' : 'unmanaged.none')}
      </Notice>
      <div>
        <LinkButton variant={domains === 0 ? undefined : 'default'} href="/settings/domains">
          {say('unmanaged.toDomains')}
        </LinkButton>
      </div>
    </>
  )
}
