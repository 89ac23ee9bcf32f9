import { Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { ConnectorTabs } from '../../connector-tabs'
import { ManagedNotice } from '../../managed-notice'
import { editorProps } from '../../schedule/editor-props'
import { ScheduleCard } from '../../schedule/schedule-card'
import { StepDesk } from '../setup/desk'
import { KeptNotice } from '../setup/kept-notice'
import { openAnyStep, type StepProps } from '../setup/open-step'
import { ScheduleTab } from './schedule-tab'

export const generateMetadata = titled('schedule.title')

/** When a connector synchronizes by itself. */
export default async function ConnectorSchedulePage(props: StepProps) {
  const open = await openAnyStep(props, 'schedule')
  const desk = { ...open.desk, place: `/directory-sync/connectors/${open.connector.id}/schedule` }
  return (
    <Stack gap="lg" maw={720}>
      <PageHeading title={say('schedule.titleOf', { name: open.connector.name })} lead={say('schedule.lead')} />
      <ConnectorTabs connectorId={open.connector.id} />
      <ManagedNotice open={open} />
      {open.managed || !may(open.admin, 'enrollment.sync.configure') ? (
        <ScheduleCard open={open} />
      ) : (
        <Words of={['fault', 'schedule', 'setup']}>
          <StepDesk key={desk.id} desk={desk}>
            <KeptNotice desk={desk} />
            <ScheduleTab {...(await editorProps(open))} />
          </StepDesk>
        </Words>
      )}
    </Stack>
  )
}
