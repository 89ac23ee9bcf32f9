import { agentRoute } from '@/lib/access/agent-route'
import { StartRunRequest } from '@/lib/agent-protocol/run-messages'
import { startRunOf } from '@/lib/agents/ask-for-runs'

export const dynamic = 'force-dynamic'

/** A run of the agent's connector, started on its machine. */
export const POST = agentRoute(StartRunRequest, (input, caller) => startRunOf(caller, input))
