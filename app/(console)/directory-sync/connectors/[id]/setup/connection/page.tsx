import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { moment } from '@/app/ui/moment'
import { openAnyStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { ConnectionStep } from './connection-step'

export const generateMetadata = titledStep('connection')

export default async function ConnectionPage(props: StepProps) {
  const open = await openAnyStep(props, 'connection')
  const { connector, organization, passwordSaved, tested } = open
  return (
    <Wizard step="connection" open={open} desk={open.desk} lead={say('connection.lead')}>
      <Words of={['connection', 'connector', 'fault']}>
        <ConnectionStep
          connectorId={connector.id}
          name={connector.name}
          connection={connector.draft.connection}
          passwordSaved={passwordSaved}
          tested={tested && connector.testedAt ? moment(connector.testedAt, organization.timeZone) : null}
        />
      </Words>
    </Wizard>
  )
}
