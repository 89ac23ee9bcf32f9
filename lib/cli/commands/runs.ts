import { listConnectorNames } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { listRuns } from '@/lib/store/runs'
import type { Answer } from '../answer'
import type { Context } from '../context'
import { runJson } from '../run-answer'
import { table } from '../say'

/** `runs`: the newest fifty. */
export async function runs({ organizationId }: Context): Promise<Answer> {
  const { list, connectors } = await inOrganization(organizationId, async tx => ({
    list: await listRuns(tx, { limit: 50 }),
    connectors: await listConnectorNames(tx),
  }))
  const names = new Map(connectors.map(({ id, name }) => [id, name]))
  const json = list.map(run => ({ connector: names.get(run.connectorId) ?? null, ...runJson(run) }))
  const rows = list.map(run => [
    String(run.number),
    run.createdAt.toISOString(),
    names.get(run.connectorId) ?? '',
    run.kind,
    run.state,
  ])
  return { exit: 0, json, lines: table([['run', 'started', 'connector', 'kind', 'state'], ...rows]) }
}
