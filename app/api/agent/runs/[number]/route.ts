import * as z from 'zod'
import { agentRoute } from '@/lib/access/agent-route'
import { Nothing } from '@/lib/agent-protocol/run-messages'
import { seeRun } from '@/lib/agents/ask-for-runs'
import { refuse } from '@/lib/agents/reply'

export const dynamic = 'force-dynamic'

const RunNumber = z.coerce.number().int().min(1).max(2_147_483_647)

/** How a run of the agent's connector stands. */
export const POST = agentRoute<typeof Nothing, { number: string }>(Nothing, async (_, caller, { number }) => {
  const wanted = RunNumber.safeParse(number)
  return wanted.success ? seeRun(caller, wanted.data) : refuse('run-unknown', { number })
})
