import { Stack, Text } from '@mantine/core'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { PageHeading } from '@/app/ui/page-heading'
import { readVersion } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { ConnectorTabs } from '../../connector-tabs'
import { settingLines } from '../../in-words/setting-lines'
import { ManagedNotice } from '../../managed-notice'
import { openConnector } from '../../open-connector'
import { SetupLink } from '../../setup-link'

export const generateMetadata = titled('settingsPage.title')

/** So many units, rules and people are shown; the configuration file has all of them. */
const shown = 300

/** Everything that is live, setting by setting. To change it leads to the draft. */
export default async function ConnectorSettingsPage({ params }: { params: Promise<{ id: string }> }) {
  const open = await openConnector((await params).id)
  const { admin, connector } = open
  const { version } = connector
  const live =
    version === null ? null : await inOrganization(admin.organizationId, tx => readVersion(tx, connector.id, version))
  const lines = live ? settingLines(live.settings, connector.kind) : []
  return (
    <Stack gap="lg" maw={960}>
      <PageHeading
        title={say('settingsPage.titleOf', { name: connector.name })}
        lead={live ? say('settingsPage.lead', { version: live.version }) : say('settingsPage.none')}
        actions={<SetupLink connectorId={connector.id} managed={open.managed !== null} />}
      />
      <ConnectorTabs connectorId={connector.id} />
      <ManagedNotice open={open} />
      {live ? (
        <Card>
          <Facts facts={lines.slice(0, shown).map(({ label, value }) => ({ label, value }))} />
          {lines.length > shown ? (
            <Text c="dimmed">{say('settingsPage.more', { count: lines.length - shown })}</Text>
          ) : null}
        </Card>
      ) : null}
    </Stack>
  )
}
