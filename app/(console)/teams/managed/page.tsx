import { openConsole } from '@/app/(console)/console'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { may } from '@/lib/access/admin'
import type { TeamsQuery } from '../load-teams'
import { TeamsPage } from '../teams-page'
import { AddTeam } from './add-team'

export const generateMetadata = titled('teams.managed.title')

export default async function Page({ searchParams }: { searchParams: Promise<TeamsQuery> }) {
  const { admin } = await openConsole('enrollment.read')
  const actions = may(admin, 'enrollment.sync.approve') ? (
    <Words of={['addTeam', 'teams.description', 'teams.name']}>
      <AddTeam owner={admin.email} />
    </Words>
  ) : null
  return <TeamsPage which="managed" asked={await searchParams} actions={actions} />
}
