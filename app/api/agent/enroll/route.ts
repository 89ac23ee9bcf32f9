import { enrollmentRoute } from '@/lib/access/agent-route'
import { EnrollRequest } from '@/lib/agent-protocol/messages'
import { enrollAgent } from '@/lib/agents/enroll'

export const dynamic = 'force-dynamic'

/** A token and a new key become an agent. */
export const POST = enrollmentRoute(EnrollRequest, (input, request) =>
  enrollAgent(input, addressOf(request.headers.get('x-forwarded-for'))),
)

/** Of whoever asks, as a person would write it: an IPv4 address that came in an IPv6 one (RFC 4291 §2.5.5.2) as the one it is. */
const addressOf = (forwardedFor: string | null): string | null =>
  forwardedFor
    ?.split(',')[0]
    ?.trim()
    .replace(/^::ffff:(?=[\d.]+$)/i, '') || null
