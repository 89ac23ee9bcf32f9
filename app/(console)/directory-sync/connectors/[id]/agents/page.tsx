import { Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { ConnectorTabs } from '../../connector-tabs'
import { ManagedNotice } from '../../managed-notice'
import { openConnector } from '../../open-connector'
import { AgentsPanel } from './agents-panel'
import { readAgentsView } from './agents-view'
import { LetConfigure, TakeBack } from './managed-card'
import { SwitchCarrier } from './switch-carrier'

export const generateMetadata = titled('agents.title')

/** The agents that read for a connector, and the change from one way of reading to the other. */
export default async function AgentsPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openConnector((await params).id)
  const { admin, organization, connector, managed } = open
  const view = await readAgentsView(admin.organizationId, connector.id, organization.timeZone)
  const mayConfigure = may(admin, 'enrollment.sync.configure')
  return (
    <Words of={['agents', 'connectorKind', 'managedOn']}>
      <Stack gap="lg" maw={1280}>
        <PageHeading title={say('agents.titleOf', { name: connector.name })} lead={say('agents.lead')} />
        <ConnectorTabs connectorId={connector.id} />
        {connector.kind === 'agent' ? (
          <AgentsPanel connectorId={connector.id} first={view} mayConfigure={mayConfigure} />
        ) : null}
        {managed && !mayConfigure ? <ManagedNotice open={open} /> : null}
        {managed && mayConfigure ? (
          <TakeBack connectorId={connector.id} name={connector.name} agent={managed.agent} />
        ) : null}
        {connector.takenBackAt && mayConfigure ? <LetConfigure connectorId={connector.id} /> : null}
        {mayConfigure && !managed ? <SwitchCarrier connectorId={connector.id} kind={connector.kind} /> : null}
      </Stack>
    </Words>
  )
}
