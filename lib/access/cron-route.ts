import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'
import { reportUnexpected } from './report-unexpected'

type Handler = (request: Request) => Promise<Response>

/**
 * A route that a clock calls, by `Authorization: Bearer CRON_SECRET`. 503 while the operator set no secret, 401 for any
 * other; what it answers are counts, never a name. HEAD would do the work too, because Next answers it by calling GET.
 */
export function cronRoute(work: () => Promise<Record<string, number>>): { GET: Handler; other: Handler } {
  return {
    async GET(request) {
      const secret = env().CRON_SECRET
      if (secret === undefined) return answer(503, { code: 'cron-secret-unset' })
      if (request.method !== 'GET') return other()
      if (!isSame(request.headers.get('authorization') ?? '', `Bearer ${secret}`))
        return answer(401, { code: 'unauthenticated' }, { 'www-authenticate': 'Bearer' })
      try {
        return answer(200, await work())
      } catch (error) {
        return answer(500, { code: 'unexpected', reference: reportUnexpected(error) })
      }
    },
    other,
  }
}

const other = async () => answer(405, { code: 'method-not-allowed' }, { allow: 'GET' })

/** Hashes have one length, so that the time it takes tells nothing, not even that. */
const isSame = (given: string, wanted: string): boolean => timingSafeEqual(digest(given), digest(wanted))
const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const answer = (status: number, body: Record<string, string | number>, headers: Record<string, string> = {}) =>
  Response.json(body, { status, headers: { 'cache-control': 'private, no-store', ...headers } })
