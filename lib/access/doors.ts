import 'server-only'
import { unstable_rethrow } from 'next/navigation'
import type * as z from 'zod'
import { type Outcome, refused } from '@/lib/outcome'
import { inLanguage } from '@/lib/words/language'
import { type Admin, currentAdmin, may } from './admin'
import { askedLanguage } from './asked-language'
import { faultsOf } from './input-faults'
import type { Permission } from './permissions'
import { reportUnexpected } from './report-unexpected'

/**
 * A server action that changes something: who asks is checked first, then what they sent, then the work is done.
 * Never throws for what a person can cause. Codes of its own: `unauthenticated`, `forbidden`, `input-invalid` (or the
 * schema's own code, with the field's path), `unexpected` (with a `reference` that stands in the log).
 */
export function adminAction<S extends z.ZodType, T>(
  permission: Permission,
  schema: S,
  work: (input: z.output<S>, admin: Admin) => Promise<Outcome<T>>,
): (input: unknown) => Promise<Outcome<T>> {
  return async input => {
    try {
      const admin = await currentAdmin()
      if (!admin) return refused('unauthenticated')
      if (!may(admin, permission)) return refused('forbidden')
      const parsed = await schema.safeParseAsync(input)
      if (!parsed.success) return { ok: false, faults: faultsOf(parsed.error) }
      return await inLanguage(await askedLanguage(), () => work(parsed.data, admin))
    } catch (error) {
      // Next redirects by throwing.
      unstable_rethrow(error)
      return refused('unexpected', { reference: reportUnexpected(error) })
    }
  }
}

type RouteParameters = Record<string, string | string[] | undefined>

/** A route handler for what a page polls or downloads. Answers 401, 403 and 500 as JSON with a code. */
export function adminRoute<P extends RouteParameters = RouteParameters>(
  permission: Permission,
  work: (request: Request, admin: Admin, params: P) => Promise<Response>,
): (request: Request, context: { params: Promise<P> }) => Promise<Response> {
  return async (request, context) => {
    try {
      const admin = await currentAdmin()
      if (!admin) return answer(401, { code: 'unauthenticated' })
      if (!may(admin, permission)) return answer(403, { code: 'forbidden' })
      const params = await context.params
      return unshared(await inLanguage(await askedLanguage(), () => work(request, admin, params)))
    } catch (error) {
      unstable_rethrow(error)
      return answer(500, { code: 'unexpected', reference: reportUnexpected(error) })
    }
  }
}

const answer = (status: number, body: Record<string, string>): Response => unshared(Response.json(body, { status }))

/** What is meant for one administrator stays out of every cache on the way. */
function unshared(response: Response): Response {
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store')
  return response
}
