import { enrollmentRoute } from '@/lib/access/agent-route'
import { EnrollRequest } from '@/lib/agent-protocol/messages'
import { enrollAgent } from '@/lib/agents/enroll'

export const dynamic = 'force-dynamic'

/** A token and a new key become an agent. */
export const POST = enrollmentRoute(EnrollRequest, (input, request) =>
  enrollAgent(input, request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() ?? null),
)
