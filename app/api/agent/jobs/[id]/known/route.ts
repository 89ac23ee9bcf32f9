import { agentRoute } from '@/lib/access/agent-route'
import { KnownRequest } from '@/lib/agent-protocol/directory'
import { answerKnown } from '@/lib/agents/known'

export const dynamic = 'force-dynamic'

/** What a quick import goes on from: identities and numbers of what is known already. */
export const POST = agentRoute<typeof KnownRequest, { id: string }>(KnownRequest, (input, caller, { id }) =>
  answerKnown(caller, id, input),
)
