import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { type Moment, moment } from '@/app/ui/moment'
import { readAgentsView } from '../../agents/agents-view'
import { type OpenStep, openAnyStep, type StepProps } from '../open-step'
import { titledStep } from '../titled-step'
import { Wizard } from '../wizard'
import { AgentStepAlone } from './agent-step-alone'
import { ConnectionStep } from './connection-step'

export const generateMetadata = titledStep('connection')

export default async function ConnectionPage(props: StepProps) {
  const open = await openAnyStep(props, 'connection')
  const { connector, organization, passwordSaved, tested } = open
  const passed = tested && connector.testedAt ? moment(connector.testedAt, organization.timeZone) : null
  if (connector.kind === 'agent') return <AgentPage open={open} passed={passed} />
  return (
    <Wizard step="connection" open={open} desk={open.desk} lead={say('connection.lead')}>
      <Words of={['connection', 'connector', 'fault']}>
        <ConnectionStep
          connectorId={connector.id}
          name={connector.name}
          connection={connector.draft.connection}
          passwordSaved={passwordSaved}
          tested={passed}
        />
      </Words>
    </Wizard>
  )
}

/** Where agents read: they were told on their machines, and the test is made there. */
async function AgentPage({ open, passed }: { open: OpenStep; passed: Moment | null }) {
  const { admin, connector, organization } = open
  const view = await readAgentsView(admin.organizationId, connector.id, organization.timeZone)
  return (
    <Wizard step="connection" open={open} lead={say('agents.stepLead')}>
      <Words of={['agents', 'connection', 'connectorKind']}>
        <AgentStepAlone connectorId={connector.id} agents={view} tested={passed} />
      </Words>
    </Wizard>
  )
}
