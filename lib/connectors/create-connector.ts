import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { ConnectorName } from '@/lib/settings/connector'
import { type Connector, insertConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import type { Actor } from './actor'
import { faultsOf } from './faults'

/** Starts an empty draft. Faults: `name-missing`, `name-too-long`, `name-taken`. */
export async function createConnector(
  organizationId: string,
  actor: Actor,
  input: { kind: Connector['kind']; name: string },
): Promise<Outcome<{ connectorId: string }>> {
  const name = ConnectorName.safeParse(input.name)
  if (!name.success) return { ok: false, faults: faultsOf(name.error, 'name') }
  const connectorId = randomUUID()
  return inOrganization(organizationId, async tx => {
    const created = await insertConnector(tx, { id: connectorId, kind: input.kind, name: name.data })
    if (!created) return refused('name-taken', { name: name.data }, 'name')
    await recordAudit(tx, {
      actor,
      event: 'connector.created',
      target: { kind: 'connector', id: connectorId },
      details: { name: name.data, kind: input.kind },
    })
    return done({ connectorId })
  })
}
