import * as z from 'zod'
import { agentLine } from '@/app/(console)/directory-sync/connectors/[id]/agents/agent-line'
import { adminRoute } from '@/lib/access/doors'
import { listAgents } from '@/lib/store/agents'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'

/** How the agents of a connector are, for a page that waits for one. */
export const GET = adminRoute<{ id: string }>('enrollment.settings.read', async (_request, admin, { id }) => {
  if (!z.uuid().safeParse(id).success) return Response.json({ code: 'connector-unknown' }, { status: 404 })
  const { agents, organization } = await inOrganization(admin.organizationId, async tx => ({
    agents: await listAgents(tx, id),
    organization: await readOrganization(tx),
  }))
  const at = { now: new Date(), timeZone: organization?.timeZone ?? 'UTC' }
  return Response.json(agents.map(agent => agentLine(agent, at)))
})
