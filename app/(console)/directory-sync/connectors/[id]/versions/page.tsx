import { Group, Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Card } from '@/app/ui/card'
import { moment } from '@/app/ui/moment'
import { PageHeading } from '@/app/ui/page-heading'
import { Status } from '@/app/ui/status'
import { When } from '@/app/ui/when'
import { may } from '@/lib/access/admin'
import { listVersions } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { ConnectorTabs } from '../../connector-tabs'
import { changedLines, changeInWords, settingLines } from '../../in-words/setting-lines'
import { openConnector } from '../../open-connector'
import { ResetConnector } from './reset-connector'
import { RestoreButton } from './restore-button'
import styles from './versions.module.css'

export const generateMetadata = titled('versions.title')

type Version = Awaited<ReturnType<typeof listVersions>>[number]

/** Every configuration that there was: who prepared it, what it changed, and the way back to it. */
export default async function VersionsPage({ params }: { params: Promise<{ id: string }> }) {
  const { admin, organization, connector } = await openConnector((await params).id)
  const versions = await inOrganization(admin.organizationId, tx => listVersions(tx, connector.id))
  const mayConfigure = may(admin, 'enrollment.sync.configure')
  return (
    <Words of={['reset', 'versions.restore']}>
      <Stack gap="lg" maw={960}>
        <PageHeading title={say('versions.titleOf', { name: connector.name })} lead={say('versions.lead')} />
        <ConnectorTabs connectorId={connector.id} />
        {versions.length === 0 ? <Text c="dimmed">{say('versions.none')}</Text> : null}
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
            <Differences version={version} before={versions[at + 1]} />
            {mayConfigure ? <RestoreButton connectorId={connector.id} version={version.version} /> : null}
          </Card>
        ))}
        {mayConfigure ? (
          <ResetConnector connectorId={connector.id} name={connector.name} />
        ) : (
          <Text c="dimmed">{say('versions.mayNot')}</Text>
        )}
      </Stack>
    </Words>
  )
}

function Differences({ version, before }: { version: Version; before: Version | undefined }) {
  if (!before) return <Text>{say('versions.first', { settings: settingLines(version.settings).length })}</Text>
  const changes = changedLines(before.settings, version.settings)
  // A certificate or a key has no words of its own: that it is another one is said all the same.
  const unsaid = changes.length === 0 && JSON.stringify(before.settings) !== JSON.stringify(version.settings)
  return (
    <>
      <Text>
        {unsaid
          ? say('versions.otherwise', { version: before.version })
          : say('versions.since', { version: before.version, count: changes.length })}
      </Text>
      {changes.length > 0 ? (
        <ul className={styles.differences}>
          {changes.map(change => (
            <li key={change.key}>{changeInWords(change)}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
