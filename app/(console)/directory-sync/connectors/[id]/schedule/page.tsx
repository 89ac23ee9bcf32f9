import { Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { PageHeading } from '@/app/ui/page-heading'
import { ConnectorTabs } from '../../connector-tabs'
import { openConnector } from '../../open-connector'
import { editorProps } from '../../schedule/editor-props'
import { ScheduleTab } from './schedule-tab'

export const generateMetadata = titled('schedule.title')

/** When a connector synchronizes by itself. */
export default async function ConnectorSchedulePage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openConnector((await params).id)
  return (
    <Stack gap="lg" maw={720}>
      <PageHeading title={say('schedule.titleOf', { name: open.connector.name })} lead={say('schedule.lead')} />
      <ConnectorTabs connectorId={open.connector.id} />
      <Words of={['fault', 'schedule', 'setup.back']}>
        <ScheduleTab {...(await editorProps(open))} />
      </Words>
    </Stack>
  )
}
