import { Group } from '@mantine/core'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { LinkButton, TextLink } from '@/app/ui/links'
import { Status } from '@/app/ui/status'
import { Technical } from '@/app/ui/technical'
import { connectorTones } from '@/app/ui/tone'
import type { Connector } from '@/lib/store/connectors'
import { unitsInWords } from './connectors/in-words/units-in-words'
import { scheduleInWords } from './connectors/schedule/schedule-in-words'
import { PreviewButton } from './preview-button'
import type { RunLine } from './runs/run-line'
import { SyncButton } from './sync-button'

/** One connector: where it reads, whom, how it is, and what can be done with it now. */
export function ConnectorCard({ connector, active }: { connector: Connector; active: RunLine | null }) {
  const { connection, organizationalUnits } = connector.draft
  const setup = `/directory-sync/connectors/${connector.id}/setup`
  const unfinished = !connection || !organizationalUnits || connector.testedHash === null
  return (
    <Card title={connector.name} id={`connector-${connector.id}`}>
      <div>
        <Status tone={connectorTones[connector.state]}>{say(`connectorState.${connector.state}`)}</Status>
      </div>
      <Facts
        facts={[
          { label: say('connector.kind'), value: say(`connectorKind.${connector.kind}`) },
          {
            label: say('connector.server'),
            value: connection ? (
              <Technical>{connection.hosts.map(({ host, port }) => `${host}:${port}`).join(', ')}</Technical>
            ) : (
              say('connector.notYet')
            ),
          },
          { label: say('connector.people'), value: unitsInWords(organizationalUnits) },
          { label: say('connector.schedule'), value: scheduleInWords(connector.schedule) },
        ]}
      />
      <Group>
        {active ? (
          <LinkButton href={`/directory-sync/runs/${active.id}`}>{say('overview.viewProgress')}</LinkButton>
        ) : unfinished ? (
          <Reserved to="enrollment.sync.configure">
            <LinkButton href={connection ? `${setup}/review` : `${setup}/connection`}>
              {say('overview.continueSetup')}
            </LinkButton>
          </Reserved>
        ) : (
          <Reserved to="enrollment.sync.run">
            <Words of={['overview.preview']}>
              <PreviewButton connectorId={connector.id} />
            </Words>
            {connector.version === null ? null : (
              <Words of={['overview.syncNow', 'syncDialog']}>
                <SyncButton connectorId={connector.id} name={connector.name} />
              </Words>
            )}
          </Reserved>
        )}
        <TextLink href={`/directory-sync/connectors/${connector.id}`}>{say('overview.settings')}</TextLink>
      </Group>
    </Card>
  )
}
