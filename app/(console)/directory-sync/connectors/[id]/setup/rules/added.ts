import { day } from '@/app/ui/moment'
import { exclusionsAdded } from '@/lib/store/exclusions-added'
import { inOrganization } from '@/lib/store/organization'
import type { OpenConnector } from '../../../open-connector'

/** Since when an exclusion is in the connector's configuration and who put it there, as people read it. */
export type Added = { name: string; at: string }

/** By the ids of accounts and rules. */
export async function addedOf({ admin, connector, organization }: OpenConnector): Promise<Record<string, Added>> {
  const added = await inOrganization(admin.organizationId, tx => exclusionsAdded(tx, connector.id))
  return Object.fromEntries(
    [...added].map(([id, { by, at }]) => [id, { name: by, at: day(at, organization.timeZone).text }]),
  )
}
