import { agentRoute } from '@/lib/access/agent-route'
import { PollRequest } from '@/lib/agent-protocol/messages'
import { pollForJob } from '@/lib/agents/poll'

export const dynamic = 'force-dynamic'
/** Seconds; a poll waits for 25 of them at most. */
export const maxDuration = 60

/** The next job, or none when the time is over; also how the portal knows that an agent lives. */
export const POST = agentRoute(PollRequest, (input, caller, _, request) => pollForJob(caller, input, request.signal), {
  idle: true,
})
