import { agentRoute } from '@/lib/access/agent-route'
import { SealRequest } from '@/lib/agent-protocol/messages'
import { sealUpload } from '@/lib/agents/uploads'

export const dynamic = 'force-dynamic'

/** The end of an upload: without it nothing of it counts. */
export const POST = agentRoute<typeof SealRequest, { id: string }>(SealRequest, (input, caller, { id }) =>
  sealUpload(caller, id, input),
)
