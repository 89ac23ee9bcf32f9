import { agentRoute } from '@/lib/access/agent-route'
import { HistoryRequest } from '@/lib/agent-protocol/run-messages'
import { historyOf } from '@/lib/agents/ask-for-runs'

export const dynamic = 'force-dynamic'

/** The last runs of the agent's connector. */
export const POST = agentRoute(HistoryRequest, ({ limit }, caller) => historyOf(caller, limit))
