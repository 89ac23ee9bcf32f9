import { Stack } from '@mantine/core'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { PageHeading } from '@/app/ui/page-heading'
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
  // With agents the panel has said it.
  const only = connector.kind === 'agent' ? null : undefined
  return (
    <Words of={['agents', 'connectorKind', 'managedOn']}>
      <Stack gap="lg" maw={1280}>
        <PageHeading title={say('agents.titleOf', { name: connector.name })} lead={say('agents.lead')} />
        <ConnectorTabs connectorId={connector.id} />
        {connector.kind === 'agent' ? <AgentsPanel connectorId={connector.id} first={view} /> : null}
        <Reserved to="enrollment.sync.configure" instead={managed ? <ManagedNotice open={open} /> : only}>
          {managed ? <TakeBack connectorId={connector.id} name={connector.name} agent={managed.agent} /> : null}
          {connector.takenBackAt ? <LetConfigure connectorId={connector.id} /> : null}
          {managed ? null : <SwitchCarrier connectorId={connector.id} kind={connector.kind} />}
        </Reserved>
      </Stack>
    </Words>
  )
}
