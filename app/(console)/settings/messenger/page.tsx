import { Group, Stack, Text } from '@mantine/core'
import { openConsole } from '@/app/(console)/console'
import { RefreshWhile } from '@/app/(console)/directory-sync/refresh-while'
import { say } from '@/app/messages/say'
import { titled } from '@/app/messages/titled'
import { Words } from '@/app/messages/words'
import { Reserved } from '@/app/rights/reserved'
import { Card } from '@/app/ui/card'
import { PageHeading } from '@/app/ui/page-heading'
import { may } from '@/lib/access/admin'
import { countBeforeExport, countExports, listExports } from '@/lib/store/exported-objects'
import { inOrganization } from '@/lib/store/organization'
import { type RemoteMessengerRow, readRemoteMessenger } from '@/lib/store/remote-messenger'
import { ExportsTable } from './exports-table'
import { MessengerForm } from './messenger-form'
import { MessengerState } from './messenger-state'
import { OrderButton } from './order-button'

export const generateMetadata = titled('messenger.title')

const shown = 50

/** Where people's accounts are when they are not here alone, and how far what changes here has come there. */
export default async function MessengerPage() {
  const { admin, organization } = await openConsole('enrollment.settings.read')
  const { row, counts, before, refused, drifted } = await inOrganization(admin.organizationId, async tx => ({
    row: await readRemoteMessenger(tx),
    counts: await countExports(tx),
    before: await countBeforeExport(tx),
    refused: await listExports(tx, 'refused', shown),
    drifted: await listExports(tx, 'drifted', shown),
  }))
  const { timeZone } = organization
  const mayWrite = may(admin, 'enrollment.settings.write')
  return (
    <Words of={['messenger', 'dialog', 'form']}>
      <Stack gap="lg">
        <PageHeading title={say('messenger.title')} lead={say('messenger.lead')} />
        <RefreshWhile active={row !== null && isAtWork(row, counts.pending ?? 0)} />
        {row ? (
          <Card title={say('messenger.now')} id="now">
            <MessengerState row={row} counts={counts} before={before} {...{ timeZone, mayWrite }} />
          </Card>
        ) : null}
        {refused.length > 0 ? (
          <Card title={say('messenger.refused')} id="refused">
            {mayWrite ? (
              <Group>
                <OrderButton give={{ do: 'retry', only: null }} label={say('messenger.againAll')} />
              </Group>
            ) : null}
            <ExportsTable what="refused" rows={refused} {...{ mayWrite, timeZone }} />
          </Card>
        ) : null}
        {drifted.length > 0 ? (
          <Card title={say('messenger.drifted')} id="drifted">
            <ExportsTable what="drifted" rows={drifted} {...{ mayWrite, timeZone }} />
          </Card>
        ) : null}
        <Card title={say('messenger.connection')} id="connection">
          {mayWrite ? (
            <MessengerForm stored={row && { ...row, authority: row.authority ?? '' }} />
          ) : (
            <>
              <Text>{row ? say('messenger.at', { address: row.baseUrl }) : say('messenger.none')}</Text>
              <Reserved to="enrollment.settings.write" />
            </>
          )}
        </Card>
      </Stack>
    </Words>
  )
}

/** Whether there is something to wait for. */
const isAtWork = (row: RemoteMessengerRow, pending: number): boolean =>
  row.testDueAt !== null ||
  (row.readDueAt !== null && row.readDueAt <= new Date()) ||
  (row.state === 'exporting' && pending > 0 && row.trouble === null)
