import { Stack, Text } from '@mantine/core'
import * as z from 'zod'
import { openConsole } from '@/app/(console)/console'
import { queryOf } from '@/app/lists/list-address'
import { NewestOlder } from '@/app/lists/newest-older'
import { SavedViews } from '@/app/lists/saved-views/saved-views'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { LinkButton } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { listConnectorNames } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { pageOfRuns, runResults } from '@/lib/store/runs-history'
import { listSavedViews } from '@/lib/store/saved-views'
import { isActive } from '@/lib/sync/run-state'
import { RefreshWhile } from '../refresh-while'
import { RunFilters, runHaving, runKinds } from './run-filters'
import { runLine } from './run-line'
import { RunsTable } from './runs-table'

export const generateMetadata = titled('runs.title')

const path = '/directory-sync/runs'
const limit = 50

const RunSearch = z.object({
  result: z.enum(runResults).optional().catch(undefined),
  kind: z.enum(runKinds).optional().catch(undefined),
  having: z.enum(runHaving).optional().catch(undefined),
  connector: z.uuid().optional().catch(undefined),
  day: z.iso.date().optional().catch(undefined),
})
const Below = z.coerce.number().int().min(1).max(2_147_483_647).optional().catch(undefined)

type Props = { searchParams: Promise<Record<string, string | undefined>> }

/** What was synchronized, when, and how it ended; the address of the page is its state. */
export default async function RunsPage({ searchParams }: Props) {
  const { admin, organization } = await openConsole('enrollment.read')
  const asked = await searchParams
  const search = RunSearch.parse(asked)
  const below = Below.parse(asked.page)
  const { timeZone } = organization
  const { connector: connectorId, day, ...plain } = search
  const filter = { ...plain, connectorId, day: day === undefined ? undefined : { day, timeZone } }
  const found = await inOrganization(admin.organizationId, async tx => ({
    connectors: await listConnectorNames(tx),
    runs: await pageOfRuns(tx, filter, { limit, below }),
    views: await listSavedViews(tx, { list: 'runs', owner: admin.administratorId }),
  }))
  const lines = found.runs.rows.map(run => runLine(run, timeZone, found.connectors))
  const narrowed = Object.values(search).some(value => value !== undefined)
  return (
    <Words of={['changes.filter.clear', 'listing', 'views']}>
      <Stack gap="lg">
        <RefreshWhile active={lines.some(line => isActive(line.state))} />
        <PageHeading
          title={say('runs.title')}
          lead={say('runs.lead')}
          actions={<SavedViews list="runs" path={path} views={found.views} owner={admin.administratorId} />}
        />
        {lines.length > 0 || narrowed ? (
          <RunFilters path={path} search={search} connectors={found.connectors} narrowed={narrowed} />
        ) : null}
        {lines.length === 0 && narrowed ? (
          <Text c="dimmed">{say('runs.noMatch')}</Text>
        ) : (
          <RunsTable lines={lines} label={say('runs.title')} />
        )}
        {lines.length === 0 && !narrowed && !below ? (
          <div>
            <LinkButton href="/directory-sync">{say('listing.toDirectorySync')}</LinkButton>
          </div>
        ) : null}
        <NewestOlder
          newest={below ? { href: `${path}${queryOf(search)}`, text: say('runs.newest') } : null}
          older={
            found.runs.more
              ? {
                  href: `${path}${queryOf({ ...search, page: String(lines.at(-1)?.number ?? '') })}`,
                  text: say('runs.older'),
                }
              : null
          }
        />
      </Stack>
    </Words>
  )
}
