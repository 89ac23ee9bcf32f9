import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Reserved } from '@/app/rights/reserved'
import { LinkButton } from '@/app/ui/links'
import type { TeamsQuery } from '../load-teams'
import { TeamsPage } from '../teams-page'

export const generateMetadata = titled('teams.managed.title')

export default async function Page({ searchParams }: { searchParams: Promise<TeamsQuery> }) {
  const actions = (
    <Reserved to="enrollment.sync.approve" instead={null}>
      <LinkButton href="/teams/managed/new">{say('addTeam.open')}</LinkButton>
    </Reserved>
  )
  return <TeamsPage which="managed" asked={await searchParams} actions={actions} />
}
