import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { LinkButton } from '@/app/ui/links'
import { may } from '@/lib/access/admin'
import type { TeamsQuery } from '../load-teams'
import { TeamsPage } from '../teams-page'

export const generateMetadata = titled('teams.managed.title')

export default async function Page({ searchParams }: { searchParams: Promise<TeamsQuery> }) {
  const { admin } = await openConsole('enrollment.read')
  const actions = may(admin, 'enrollment.sync.approve') ? (
    <LinkButton href="/teams/managed/new">{say('addTeam.open')}</LinkButton>
  ) : null
  return <TeamsPage which="managed" asked={await searchParams} actions={actions} />
}
