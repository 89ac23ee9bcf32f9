import * as z from 'zod'
import { env } from '@/lib/env'
import { AnswerTooLarge, type PinnedAnswer, requestPinned } from '@/lib/network/pinned-request'
import { resolveAllowed, webhookPolicy } from '@/lib/network/policy'
import { MessengerFault } from '../fault'

/** Where the other Messenger is, and what opens it. The token is sent nowhere else. */
export type ScimTarget = { baseUrl: string; token: string; authority: string | null }
export type ScimRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Below the base address, with its query. */
  path: string
  body?: unknown
  /** The entity tag that the object must still have (RFC 9110 §13.1.1). */
  ifMatch?: string | null
}
/** An answer of success. `version` is its entity tag, where there is one; an answer without a body has null. */
export type ScimAnswer = { body: unknown; version: string | null }

const limits = { timeoutMilliseconds: 30_000, mostBytes: 16 * 1_048_576 }
const longestDetail = 300

/**
 * One request as SCIM has it (RFC 7644 §3.1, §3.12, §3.14).
 * @throws MessengerFault for every answer but success, and for what is no answer of SCIM at all
 */
export async function sendScim(target: ScimTarget, request: ScimRequest): Promise<ScimAnswer> {
  const answer = await exchange(target, request)
  const { status } = answer
  if (status >= 300 && status < 400) throw new MessengerFault('scim-redirected', String(status))
  const body = parse(answer)
  if (status >= 200 && status < 300) return { body, version: tagOf(answer) }
  throw faultOf(answer, body)
}

async function exchange(target: ScimTarget, { method, path, body, ifMatch }: ScimRequest): Promise<PinnedAnswer> {
  const url = new URL(target.baseUrl + path)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const allowed = await resolveAllowed(webhookPolicy(env(), port), url.hostname, port)
  if (!allowed.ok) throw new MessengerFault('scim-address-refused', allowed.code)
  const headers = {
    accept: 'application/scim+json, application/json;q=0.9',
    authorization: `Bearer ${target.token}`,
    ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
    ...(ifMatch ? { 'if-match': ifMatch } : {}),
  }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  try {
    const { authority } = target
    return await requestPinned(url, allowed.addresses, { method, headers, authority, ...sent, ...limits })
  } catch (error) {
    if (error instanceof AnswerTooLarge) throw new MessengerFault('scim-answer-too-large')
    throw new MessengerFault('scim-unreachable', reasonOf(error))
  }
}

const reasonOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/** @returns null when there is no body. @throws MessengerFault for a page of HTML, or anything else, that says it is a success */
function parse(answer: PinnedAnswer): unknown {
  if (answer.body.length === 0) return null
  const isJson = /^application\/(scim\+)?json\b/i.test(headerOf(answer, 'content-type') ?? '')
  try {
    if (isJson) return JSON.parse(answer.body.toString('utf8'))
  } catch {
    // Told below, with what is no JSON at all.
  }
  if (answer.status >= 200 && answer.status < 300) throw new MessengerFault('scim-not-scim')
  return null
}

function headerOf({ headers }: PinnedAnswer, name: string): string | null {
  const value = headers[name]
  return typeof value === 'string' ? value : null
}

const tagOf = (answer: PinnedAnswer): string | null => headerOf(answer, 'etag')

/** RFC 7644 §3.12. Whoever answers 404 without these words may be any server on the way. */
const ScimError = z.object({
  schemas: z.array(z.string()).refine(all => all.includes('urn:ietf:params:scim:api:messages:2.0:Error')),
  detail: z.string().optional(),
  scimType: z.string().optional(),
})

function faultOf(answer: PinnedAnswer, body: unknown): MessengerFault {
  const said = ScimError.safeParse(body)
  const { status } = answer
  const detail = said.success ? [said.data.scimType, said.data.detail].filter(Boolean).join(': ') || null : null
  const shortened = detail?.slice(0, longestDetail) ?? `HTTP ${status}`
  if (status === 401) return new MessengerFault('scim-token-refused', shortened)
  if (status === 429)
    return new MessengerFault('scim-rate-limited', shortened, retryAfter(headerOf(answer, 'retry-after')))
  if (status === 501) return new MessengerFault('scim-not-supported', shortened)
  if (status >= 500)
    return new MessengerFault('scim-server-error', shortened, retryAfter(headerOf(answer, 'retry-after')))
  if (!said.success && (status === 404 || status === 405)) return new MessengerFault('scim-not-scim', shortened)
  const codes = { 403: 'scim-forbidden', 404: 'scim-gone', 409: 'scim-taken', 412: 'scim-changed-meanwhile' } as const
  return new MessengerFault(codes[status as keyof typeof codes] ?? 'scim-refused', shortened)
}

/** Seconds, or a date (RFC 9110 §10.2.3); never longer than an hour, whatever it says. */
function retryAfter(value: string | null): number | null {
  if (value === null) return null
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000
  return Number.isFinite(seconds) ? Math.min(3600, Math.max(1, Math.ceil(seconds))) : null
}
