import { Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Card } from '@/app/ui/card'
import { Facts } from '@/app/ui/facts'
import { LinkButton } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { type SettingLine, settingLines } from '@/lib/settings/difference'
import { readVersion } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { ConnectorTabs } from '../../connector-tabs'
import { openConnector } from '../../open-connector'
import { settingName, settingValue } from '../../setting-words'

export const metadata: Metadata = { title: say('settingsPage.title') }

/** So many units, rules and people of one section are shown; the configuration file has all of them. */
const shown = 100

/** Everything that is live, section by section. To change it leads to the draft. */
export default async function ConnectorSettingsPage({ params }: { params: Promise<{ id: string }> }) {
  const { admin, connector } = await openConnector((await params).id)
  const { version } = connector
  const live =
    version === null ? null : await inOrganization(admin.organizationId, tx => readVersion(tx, connector.id, version))
  const lines = live ? settingLines(live.settings).filter(isTelling) : []
  const sections = [...new Set(lines.map(({ section }) => section))]
  return (
    <Stack gap="lg" maw={960}>
      <PageHeading
        title={say('settingsPage.titleOf', { name: connector.name })}
        lead={live ? say('settingsPage.lead', { version: live.version }) : say('settingsPage.none')}
        actions={
          <LinkButton variant="default" href={`/directory-sync/connectors/${connector.id}/setup/connection`}>
            {say('connector.edit')}
          </LinkButton>
        }
      />
      <ConnectorTabs connectorId={connector.id} />
      {sections.map(section => (
        <Section key={section} section={section} lines={lines.filter(line => line.section === section)} />
      ))}
    </Stack>
  )
}

/** A field to which nothing is done needs no line. */
const isTelling = ({ path, value }: SettingLine) => value !== '' || path.at(-1) !== 'modifiers'

function Section({ section, lines }: { section: SettingLine['section']; lines: readonly SettingLine[] }) {
  const facts = lines
    .slice(0, shown)
    .map(line => ({ label: settingName(line), value: settingValue(line.path, line.value) }))
  return (
    <Card title={say(`settingSection.${section}`)} id={section}>
      <Facts facts={facts} />
      {lines.length > shown ? (
        <Text c="dimmed">{say('settingsPage.more', { count: lines.length - shown })}</Text>
      ) : null}
    </Card>
  )
}
