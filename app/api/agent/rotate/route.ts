import { agentRoute } from '@/lib/access/agent-route'
import { RotateRequest } from '@/lib/agent-protocol/messages'
import { rotateKey } from '@/lib/agents/rotate-key'

export const dynamic = 'force-dynamic'

/** The key that the agent will sign with from its next request on. */
export const POST = agentRoute(RotateRequest, (input, caller) => rotateKey(caller, input))
