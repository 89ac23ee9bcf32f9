import { inOrganization } from '@/lib/store/organization'
import { readClocks } from '@/lib/store/schedule-clocks'
import type { OpenConnector } from '../open-connector'
import { nextRuns } from './next-runs'
import type { EditorProps } from './schedule-editor'
import { ScheduleForm } from './schedule-form'
import { valuesOf } from './schedule-values'

/** What the editor begins with: the schedule as it is, or the usual one, and its next times. */
export async function editorProps({ admin, organization, connector }: OpenConnector): Promise<EditorProps> {
  const { timeZone } = organization
  const values = valuesOf(connector.schedule, timeZone)
  const clocks = await inOrganization(admin.organizationId, tx => readClocks(tx, connector.id))
  const lastDate = clocks.find(({ kind }) => kind === 'full')?.lastDate ?? null
  return {
    connectorId: connector.id,
    values,
    next: nextRuns(ScheduleForm.parse(values).settings, timeZone, { after: new Date(), lastDate }),
    zones: [...new Set([timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])],
  }
}
