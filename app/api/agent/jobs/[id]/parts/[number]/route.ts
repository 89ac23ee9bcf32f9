import * as z from 'zod'
import { agentBytesRoute } from '@/lib/access/agent-route'
import { mostCompressed } from '@/lib/agent-protocol/parts'
import { refuse } from '@/lib/agents/reply'
import { receivePart } from '@/lib/agents/uploads'

export const dynamic = 'force-dynamic'

const Place = z.object({ number: z.coerce.number().int().min(1), claim: z.coerce.number().int().min(1) })

/** One part of an upload, compressed: `PUT …/parts/3?claim=1`. */
export const PUT = agentBytesRoute<{ id: string; number: string }>(
  mostCompressed,
  async (body, caller, { id, number }, request) => {
    const place = Place.safeParse({ number, claim: new URL(request.url).searchParams.get('claim') })
    return place.success ? receivePart(caller, id, place.data, body) : refuse('request-invalid')
  },
)
