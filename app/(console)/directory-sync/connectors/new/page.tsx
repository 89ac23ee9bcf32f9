import { Stack } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Card } from '@/app/ui/card'
import { List } from '@/app/ui/list'
import { PageHeading } from '@/app/ui/page-heading'
import { env } from '@/lib/env'
import { ConnectorChoice } from './connector-choice'
import { SampleCompanyButton } from './sample-company-button'

export const generateMetadata = titled('choice.title')

/** Which of two ways fits the network, and what one needs to begin. */
export default async function NewConnectorPage() {
  await openConsole('enrollment.sync.configure')
  return (
    <Words of={['choice', 'connectorKind']}>
      <Stack gap="lg" maw={960}>
        <PageHeading title={say('choice.title')} lead={say('choice.lead')} />
        <Card title={say('choice.prerequisites')} id="prerequisites">
          <List>
            <li>{say('choice.prerequisiteAccess')}</li>
            <li>{say('choice.prerequisiteKnowledge')}</li>
            <li>{say('choice.prerequisiteServer')}</li>
          </List>
        </Card>
        <ConnectorChoice />
        {env().ENROLLMENT_SAMPLE_DIRECTORY ? (
          <Card title={say('choice.sampleTitle')} id="sample">
            <p style={{ margin: 0 }}>{say('choice.sampleText')}</p>
            <SampleCompanyButton />
          </Card>
        ) : null}
      </Stack>
    </Words>
  )
}
