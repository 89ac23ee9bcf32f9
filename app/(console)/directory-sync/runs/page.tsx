import { Stack } from '@mantine/core'
import type { Metadata } from 'next'
import { openConsole } from '@/app/(console)/console'
import { say } from '@/app/messages/say'
import { PageHeading } from '@/app/ui/page-heading'
import { listConnectors } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { listRuns } from '@/lib/store/runs'
import { isActive } from '@/lib/sync/run-state'
import { RefreshWhile } from '../refresh-while'
import { runLine } from './run-line'
import { RunsTable } from './runs-table'

export const metadata: Metadata = { title: say('runs.title') }

const shown = 200

export default async function RunsPage() {
  const { admin, organization } = await openConsole('enrollment.read')
  const lines = await inOrganization(admin.organizationId, async tx => {
    const connectors = await listConnectors(tx)
    const runs = await listRuns(tx, { limit: shown })
    return runs.map(run => runLine(run, organization.timeZone, connectors))
  })
  return (
    <Stack gap="lg">
      <RefreshWhile active={lines.some(line => isActive(line.state))} />
      <PageHeading title={say('runs.title')} lead={say('runs.lead', { shown })} />
      <RunsTable lines={lines} label={say('runs.title')} />
    </Stack>
  )
}
