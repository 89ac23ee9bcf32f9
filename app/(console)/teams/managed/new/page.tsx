import { Stack } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { PageHeading } from '@/app/ui/page-heading'
import { AddTeam } from './add-team'

export const generateMetadata = titled('addTeam.title')

/** A new team with its settings and its members, all at once. */
export default async function NewTeamPage() {
  const { admin } = await openConsole('enrollment.sync.approve')
  return (
    <Stack gap="lg" maw={860}>
      <PageHeading title={say('addTeam.title')} lead={say('addTeam.lead')} />
      <Words of={['addTeam', 'teamSettings', 'teams.description', 'teams.name']}>
        <AddTeam owner={admin.email} />
      </Words>
    </Stack>
  )
}
