import { enrollmentRoute } from '@/lib/access/agent-route'
import { EnrollRequest } from '@/lib/agent-protocol/messages'
import { enrollAgent } from '@/lib/agents/enroll'
import { parseAddress } from '@/lib/network/address'

export const dynamic = 'force-dynamic'

/** A token and a new key become an agent. */
export const POST = enrollmentRoute(EnrollRequest, (input, request) =>
  enrollAgent(input, addressOf(request.headers.get('x-forwarded-for'))),
)

/** Of whoever asks; what a proxy hands on that is no address is none. */
const addressOf = (forwardedFor: string | null): string | null =>
  parseAddress(forwardedFor?.split(',')[0]?.trim() ?? '')?.toString() ?? null
