import * as z from 'zod'
import { readAgentsView } from '@/app/(console)/directory-sync/connectors/[id]/agents/agents-view'
import { adminRoute } from '@/lib/access/doors'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'

/** How the agents of a connector are, for a page that waits for one. */
export const GET = adminRoute<{ id: string }>('enrollment.settings.read', async (_request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return unknown()
  const { organization, connector } = await inOrganization(admin.organizationId, async tx => ({
    organization: await readOrganization(tx),
    connector: await readConnector(tx, id),
  }))
  if (!connector) return unknown()
  return Response.json(await readAgentsView(admin.organizationId, id, organization?.timeZone ?? 'UTC'))
})

const unknown = () => Response.json({ code: 'connector-unknown' }, { status: 404 })
