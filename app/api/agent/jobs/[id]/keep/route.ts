import { agentRoute } from '@/lib/access/agent-route'
import { KeepRequest } from '@/lib/agent-protocol/messages'
import { keepJob } from '@/lib/agents/uploads'

export const dynamic = 'force-dynamic'

/** Still at work. */
export const POST = agentRoute<typeof KeepRequest, { id: string }>(KeepRequest, (input, caller, { id }) =>
  keepJob(caller, id, input.claim),
)
