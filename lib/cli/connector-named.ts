import { type Connector, listConnectors } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { refuse } from './answer'
import type { Context } from './context'

/** @throws Refused `connector-not-found` with the names there are */
export async function connectorNamed({ organizationId }: Context, name: string): Promise<Connector> {
  const all = await inOrganization(organizationId, listConnectors)
  const connector = all.find(one => one.name === name)
  return connector ?? refuse('connector-not-found', { name, known: all.map(one => one.name).join(', ') || '-' })
}
