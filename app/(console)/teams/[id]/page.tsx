import { Group, Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { RefreshWhile } from '@/app/(console)/directory-sync/refresh-while'
import { readPage } from '@/app/lists/read-page'
import { TurnPages } from '@/app/lists/turn-pages'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { LinkButton } from '@/app/ui/links'
import { day } from '@/app/ui/moment'
import { Notice } from '@/app/ui/notice'
import { PageHeading } from '@/app/ui/page-heading'
import { inOrganization } from '@/lib/store/organization'
import { readLastAdoption, readProgress } from '@/lib/store/team-adoptions'
import { pageOfTeamMembers } from '@/lib/store/team-members'
import { readLastTeamRequest } from '@/lib/store/team-requests'
import { readLastSpendRequest } from '@/lib/store/team-spend-requests'
import { countNameClashes, type Team } from '@/lib/store/teams'
import { type LastUnmanaged, readLastUnmanaged } from '@/lib/teams/last-unmanaged'
import type { TeamsQuery } from '../load-teams'
import { openTeam } from '../open-team'
import { ManagementStatus, TeamStatusMark } from '../team-status'
import { AdoptionCard } from './adoption-card'
import { MembersTable } from './members-table'
import { TeamActions } from './team-actions'
import { TeamFacts } from './team-facts'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<TeamsQuery> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await openTeam((await params).id)).team.name }
}

/** A team: whose it is, what it pays, who is in it, and what can be done with it. */
export default async function TeamPage({ params, searchParams }: Props) {
  const { admin, organization, team, ownership, moves } = await openTeam((await params).id)
  const asked = await searchParams
  const found = await inOrganization(admin.organizationId, async tx => ({
    members: await readPage(asked, page => pageOfTeamMembers(tx, team.id, page)),
    adoption: await readLastAdoption(tx, team.id),
    progress: await readProgress(tx, team.id),
    request: await readLastTeamRequest(tx, team.id),
    clashes: await countNameClashes(tx, team),
    spend: await readLastSpendRequest(tx, team.id),
    unmanaged: team.management === 'found' ? await readLastUnmanaged(tx, team.id) : null,
  }))
  const { members, adoption, progress } = found
  const managed = team.management === 'managed'
  const [first, last] = [members.rows[0]?.place, members.rows.at(-1)?.place]
  return (
    <Stack gap="lg" maw={1280}>
      <RefreshWhile active={team.management === 'moving'} />
      <PageHeading
        title={team.name}
        lead={
          <Group gap="xs">
            {managed ? <TeamStatusMark status={team.status} /> : <ManagementStatus management={team.management} />}
            <span>{standingOf(team, found.unmanaged, organization.timeZone)}</span>
          </Group>
        }
        actions={
          <>
            <LinkButton variant="default" href={managed ? '/teams/managed' : '/teams/unmanaged'}>
              {say(managed ? 'team.toManaged' : 'team.toUnmanaged')}
            </LinkButton>
            <Reserved to="enrollment.sync.approve" instead={null}>
              <Words of={['team.takeUp', 'team.withdraw', 'teamQuestion']}>
                <TeamActions
                  team={{
                    id: team.id,
                    name: team.name,
                    status: team.status,
                    managed,
                    elsewhere: team.remoteUrl !== null,
                  }}
                  moves={moves.filter(move => move !== 'bring-in')}
                />
              </Words>
              {moves.includes('bring-in') ? (
                <LinkButton href={`/teams/${team.id}/bring-in`}>{say('team.bringIn')}</LinkButton>
              ) : null}
            </Reserved>
          </>
        }
      />
      <Reserved to="enrollment.sync.approve" />
      {team.managementReason ? (
        <Notice tone="quiet" title={say(`team.reasonTitle.${team.management === 'declined' ? 'declined' : 'other'}`)}>
          {team.managementReason}
        </Notice>
      ) : null}
      {found.unmanaged ? (
        <Notice tone="quiet" title={say('team.reasonTitle.unmanaged')}>
          {found.unmanaged.reason}
        </Notice>
      ) : null}
      {adoption && (managed || team.management === 'moving') ? (
        <AdoptionCard adoption={adoption} progress={progress} timeZone={organization.timeZone} />
      ) : null}
      <Card title={say('team.facts')} id="facts">
        <TeamFacts
          {...{ team, ownership, clashes: found.clashes, request: found.request, spend: found.spend }}
          timeZone={organization.timeZone}
        />
      </Card>
      <Card title={say('teams.members')} id="members">
        <MembersTable rows={members.rows.map(({ member }) => member)} />
        {first && last ? (
          <TurnPages
            {...{ path: `/teams/${team.id}`, search: {}, total: team.memberCount, ...members, ends: { first, last } }}
            shown={members.rows.length}
          />
        ) : null}
      </Card>
    </Stack>
  )
}

/** How the team stands, in a sentence. */
function standingOf({ management, status }: Team, unmanaged: LastUnmanaged | null, timeZone: string): string {
  if (unmanaged) return say('team.wasManaged', { until: day(unmanaged.at, timeZone).text, name: unmanaged.name })
  return say(
    management === 'managed' && status === 'suspended' ? 'team.isSuspended' : `teamManagementText.${management}`,
  )
}
