import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { openConsole } from '@/app/(console)/console'
import { SavedViews } from '@/app/lists/saved-views/saved-views'
import { TurnPages } from '@/app/lists/turn-pages'
import { say } from '@/app/messages/say'
import { Reserved } from '@/app/rights/reserved'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { deedsFor } from './deeds/deeds-for'
import { loadTeams, type TeamsList, type TeamsQuery } from './load-teams'
import { TeamFilters } from './team-filters'
import { isNarrowed } from './team-search'
import { TeamsTable } from './teams-table'

type Props = { which: TeamsList; asked: TeamsQuery; actions?: ReactNode }

/** The managed or the unmanaged teams. The address of the page is its state: filters, order and place. */
export async function TeamsPage({ which, asked, actions }: Props) {
  const { admin, organization } = await openConsole('enrollment.read')
  const { page, total, views, search, list } = await loadTeams(admin, which, asked)
  const path = `/teams/${which}`
  const [first, last] = [page.rows[0]?.place, page.rows.at(-1)?.place]
  const empty = total === 0 && !isNarrowed(search)
  return (
    <Stack gap="lg" maw={empty ? 760 : undefined}>
      <PageHeading
        title={say(`teams.${which}.title`)}
        lead={say(`teams.${which}.lead`)}
        actions={
          <>
            {actions}
            {empty ? null : <SavedViews list={list} path={path} views={views} owner={admin.administratorId} />}
          </>
        }
      />
      {empty ? (
        <>
          <Notice tone="quiet">{say(`teams.${which}.none`)}</Notice>
          {which === 'managed' ? <Reserved to="enrollment.sync.approve" /> : null}
        </>
      ) : (
        <TeamFilters path={path} which={which} search={search} />
      )}
      {first && last ? (
        <>
          <TeamsTable
            rows={page.rows.map(({ team }) => team)}
            {...{ which, total, path, search }}
            deeds={deedsFor(admin, which)}
            timeZone={organization.timeZone}
          />
          <TurnPages {...{ path, search, total, ...page, ends: { first, last } }} shown={page.rows.length} />
        </>
      ) : null}
      {first || empty ? null : <Text c="dimmed">{say('teams.noMatch')}</Text>}
    </Stack>
  )
}
