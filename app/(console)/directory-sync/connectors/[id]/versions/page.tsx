import { Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { moment } from '@/app/ui/moment'
import { PageHeading } from '@/app/ui/page-heading'
import { Status } from '@/app/ui/status'
import { When } from '@/app/ui/when'
import { listVersions } from '@/lib/store/connectors'
import { countKept } from '@/lib/store/connectors-delete'
import { inOrganization } from '@/lib/store/organization'
import { ConnectorTabs } from '../../connector-tabs'
import { ManagedNotice } from '../../managed-notice'
import { openConnector } from '../../open-connector'
import { type Asked, Compare } from './compare'
import { DeleteConnector } from './delete-connector'
import { Differences } from './differences'
import { ResetConnector } from './reset-connector'
import { RestoreButton } from './restore-button'

export const generateMetadata = titled('versions.title')

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Asked> }

/** Every configuration that there was: who prepared it, what it changed, and the way back to it. */
export default async function VersionsPage({ params, searchParams }: Props) {
  const open = await openConnector((await params).id)
  const { admin, organization, connector } = open
  const { versions, kept } = await inOrganization(admin.organizationId, async tx => ({
    versions: await listVersions(tx, connector.id),
    kept: await countKept(tx, connector.id),
  }))
  return (
    <Words of={['reset', 'delete', 'versions.restore']}>
      <Stack gap="lg" maw={960}>
        <PageHeading title={say('versions.titleOf', { name: connector.name })} lead={say('versions.lead')} />
        <ConnectorTabs connectorId={connector.id} />
        <ManagedNotice open={open} />
        {versions.length === 0 ? <Text c="dimmed">{say('versions.none')}</Text> : null}
        <Compare versions={versions} asked={await searchParams} kind={connector.kind} />
        {versions.map((version, at) => (
          <Card
            key={version.version}
            title={say('versions.number', { version: version.version })}
            id={`v${version.version}`}
          >
            <Group gap="sm">
              {version.version === connector.version ? <Status tone="ok">{say('versions.live')}</Status> : null}
              <Text c="dimmed">
                {say('versions.preparedBy', { name: version.authorName ?? version.author })}{' '}
                <When moment={moment(version.createdAt, organization.timeZone)} />
              </Text>
            </Group>
            <Differences version={version} before={versions[at + 1]} kind={connector.kind} />
            {open.managed ? null : (
              <Reserved to="enrollment.sync.configure" instead={null}>
                <RestoreButton connectorId={connector.id} version={version.version} />
              </Reserved>
            )}
          </Card>
        ))}
        <Reserved to="enrollment.sync.configure">
          {open.managed ? null : <ResetConnector connectorId={connector.id} name={connector.name} />}
          <DeleteConnector connectorId={connector.id} name={connector.name} kept={kept} />
        </Reserved>
      </Stack>
    </Words>
  )
}
