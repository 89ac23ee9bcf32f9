import { agentRoute } from '@/lib/access/agent-route'
import { AnswerRequest } from '@/lib/agent-protocol/messages'
import { answerJob } from '@/lib/agents/uploads'

export const dynamic = 'force-dynamic'

/** What came of a job that is no import, or why a job failed. */
export const POST = agentRoute<typeof AnswerRequest, { id: string }>(AnswerRequest, (input, caller, { id }) =>
  answerJob(caller, id, input),
)
