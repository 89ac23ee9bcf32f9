import { randomUUID } from 'node:crypto'
import { Group, Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Fresh } from '@/app/ui/fresh'
import { LinkButton } from '@/app/ui/links'
import { moment } from '@/app/ui/moment'
import { PageHeading } from '@/app/ui/page-heading'
import { Status } from '@/app/ui/status'
import { connectorTones } from '@/app/ui/tone'
import { When } from '@/app/ui/when'
import { countCases } from '@/lib/store/join-cases'
import { inOrganization } from '@/lib/store/organization'
import { listRuns } from '@/lib/store/runs'
import { runLine } from '../../runs/run-line'
import { RunsTable } from '../../runs/runs-table'
import { StaleNotice } from '../../stale-notice'
import { ConnectorTabs } from '../connector-tabs'
import { ManagedNotice } from '../managed-notice'
import { openConnector } from '../open-connector'
import { ScheduleCard } from '../schedule/schedule-card'
import { SetupFacts } from '../setup-facts'
import { SetupLink } from '../setup-link'
import { UnsavedNotice } from '../unsaved-notice'
import { CheckPerson } from './check/check-person'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ check?: string }> }

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  return { title: (await openConnector((await params).id)).connector.name }
}

/** What a connector is set to, and its last runs. */
export default async function ConnectorPage({ params, searchParams }: Props) {
  const { check } = await searchParams
  const open = await openConnector((await params).id)
  const { admin, organization, connector, settings, passwordSaved } = open
  const { runs, cases } = await inOrganization(admin.organizationId, async tx => ({
    runs: await listRuns(tx, { connectorId: connector.id, limit: 10 }),
    cases: await countCases(tx, connector.id),
  }))
  return (
    <Fresh id={randomUUID()}>
      <Stack gap="lg" maw={1280}>
        <PageHeading
          title={connector.name}
          lead={
            <Group gap="xs">
              <Status tone={connectorTones[connector.state]}>{say(`connectorState.${connector.state}`)}</Status>
              <span>{say(`connectorStateText.${connector.state}`)}</span>
            </Group>
          }
          actions={
            <Group gap="xs">
              {cases > 0 ? (
                <LinkButton variant="default" href={`/directory-sync/connectors/${connector.id}/decisions`}>
                  {say('decisions.open', { people: cases })}
                </LinkButton>
              ) : null}
              <LinkButton variant="default" href={`/directory-sync/connectors/${connector.id}/configuration-file`}>
                {say('configFile.title')}
              </LinkButton>
              <SetupLink connectorId={connector.id} managed={open.managed !== null} />
            </Group>
          }
        />
        <ConnectorTabs connectorId={connector.id} />
        <StaleNotice of={connector.id} />
        <ManagedNotice open={open} />
        <UnsavedNotice open={open} />
        <Card title={say('connector.settings')} id="settings">
          <SetupFacts connector={connector} settings={settings} passwordSaved={passwordSaved} />
          {connector.testedAt ? (
            <span>
              {say('connector.lastTested')} <When moment={moment(connector.testedAt, organization.timeZone)} />
            </span>
          ) : null}
        </Card>
        <ScheduleCard open={open} />
        {connector.state === 'draft' ? null : (
          <Card title={say('check.title')} id="check">
            <CheckPerson connectorId={connector.id} key={check} whom={check?.slice(0, 200)} />
          </Card>
        )}
        <Card title={say('connector.runs')} id="runs">
          <RunsTable
            lines={runs.map(run => runLine(run, organization.timeZone, [connector]))}
            label={say('connector.runs')}
          />
        </Card>
      </Stack>
    </Fresh>
  )
}
