import { Group, Stack, Text } from '@mantine/core'
import type { Metadata } from 'next'
import { say } from '@/app/messages/say'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { LinkButton } from '@/app/ui/links'
import { PageHeading } from '@/app/ui/page-heading'
import { ManagedNotice } from '../../managed-notice'
import { openConnector } from '../../open-connector'
import { DownloadFile } from './download-file'
import { ImportForm } from './import-form'

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { connector } = await openConnector((await params).id)
  return { title: say('configFile.titleOf', { connector: connector.name }) }
}

/** The configuration as a file: taken along, or brought in as a draft. */
export default async function ConfigurationFilePage({ params }: Props) {
  const open = await openConnector((await params).id)
  const { connector } = open
  return (
    <Stack gap="lg" maw={1280}>
      <PageHeading
        title={say('configFile.title')}
        lead={say('configFile.lead')}
        actions={
          <LinkButton variant="default" href={`/directory-sync/connectors/${connector.id}`}>
            {connector.name}
          </LinkButton>
        }
      />
      <Card title={say('configFile.export')} id="export">
        {connector.version === null ? (
          <Text>{say('configFile.notLive')}</Text>
        ) : (
          <>
            <Text>{say('configFile.exportHelp', { version: String(connector.version) })}</Text>
            <Group>
              <DownloadFile connectorId={connector.id} format="yaml" label={say('configFile.yaml')} />
              <DownloadFile connectorId={connector.id} format="json" label={say('configFile.json')} />
            </Group>
          </>
        )}
      </Card>
      <Card title={say('configFile.import')} id="import">
        {open.managed ? (
          <ManagedNotice open={open} />
        ) : (
          <Reserved to="enrollment.sync.configure">
            <Words of={['configFile']}>
              <ImportForm connectorId={connector.id} />
            </Words>
          </Reserved>
        )}
      </Card>
    </Stack>
  )
}
