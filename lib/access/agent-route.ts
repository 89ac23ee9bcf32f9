import 'server-only'
import type * as z from 'zod'
import { mostBody } from '@/lib/agent-protocol/messages'
import { type RefusalCode, refusal, skewRefusal } from '@/lib/agent-protocol/refusals'
import {
  clockSkew,
  nonceSeconds,
  type ReadSignature,
  readSignature,
  type SignedRequest,
} from '@/lib/agent-protocol/signature'
import { env } from '@/lib/env'
import { findKeyHolders, noteTurnedAway, rememberNonces, type SignedOnce, settleKeys } from '@/lib/store/agents'
import { gather } from '@/lib/store/gather'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { readBody } from './read-body'
import { reportUnexpected } from './report-unexpected'

/** Who signed, and by how many seconds their clock is ahead. */
export type SignedBy = { organizationId: string; agentId: string; keyId: string; ahead: number }

type Answer = { ok: true; body: unknown } | { ok: false; status: number; body: unknown }
type Handler<P> = (request: Request, context: { params: Promise<P> }) => Promise<Response>
type Parameters = Record<string, string | string[] | undefined>

/**
 * A route for agents: the signature is verified, whoever was revoked is shut out, and a request that was seen before does
 * nothing, all before `work` sees what was asked. Refusals are codes with a sentence for whoever reads them there.
 * @param idle for what thousands ask all the time: the database is asked for many of them at once
 */
export function agentRoute<S extends z.ZodType, P extends Parameters = Parameters>(
  schema: S,
  work: (input: z.output<S>, caller: SignedBy, params: P, request: Request) => Promise<Answer>,
  { idle = false }: { idle?: boolean } = {},
): Handler<P> {
  return bytesRoute<P>({ most: mostBody, asking: idle ? together : alone }, async (body, caller, params, request) => {
    const input = parse(schema, body)
    return input.success ? work(input.data, caller, params, request) : refused('request-invalid')
  })
}

/** The same for a body that is no JSON. @param most bytes of it */
export function agentBytesRoute<P extends Parameters = Parameters>(
  most: number,
  work: (body: Buffer, caller: SignedBy, params: P, request: Request) => Promise<Answer>,
): Handler<P> {
  return bytesRoute({ most, asking: alone }, work)
}

function bytesRoute<P extends Parameters>(
  { most, asking }: { most: number; asking: Asking },
  work: (body: Buffer, caller: SignedBy, params: P, request: Request) => Promise<Answer>,
): Handler<P> {
  return (request, context) =>
    answering(async () => {
      const claimed = await readClaim(request.headers, asking)
      if ('ok' in claimed) return claimed
      const body = await readBody(request, most)
      if (body === null) return refused('too-large')
      const admitted = await admit(claimed, signedRequest(request, body), asking)
      return 'keyId' in admitted ? work(body, admitted, await context.params, request) : admitted
    })
}

/** More than a token, a key and what a machine says of itself; from whoever comes no more is read. */
const mostEnrollment = 16 * 1024

/** For whoever has no agent yet: signed with the key that the body brings, which proves that the sender holds it. */
export function enrollmentRoute<S extends z.ZodType<{ publicKey: string }>>(
  schema: S,
  work: (input: z.output<S>, request: Request) => Promise<Answer>,
): (request: Request) => Promise<Response> {
  return request =>
    answering(async () => {
      const body = await readBody(request, mostEnrollment)
      if (body === null) return refused('too-large')
      const input = parse(schema, body)
      if (!input.success) return refused('request-invalid')
      const signature = readSignature(request.headers)
      if (typeof signature === 'string') return refused(signature)
      const fault = signature.verify(input.data.publicKey, signedRequest(request, body))
      if (fault) return refused(fault)
      const skew = clockSkew(signature.parameters, Date.now())
      return skew === null ? work(input.data, request) : { ok: false, ...skewRefusal(skew, Date.now()) }
    })
}

const holdersOf = (keyIds: readonly string[]) =>
  acrossOrganizations('whose requests these are', across => findKeyHolders(across, keyIds))
const remember = (requests: readonly SignedOnce[]) =>
  acrossOrganizations('remember requests', across => rememberNonces(across, requests, nonceSeconds))

/** What the database is asked before a request is let in. */
type Asking = {
  holder(keyId: string): Promise<Awaited<ReturnType<typeof holdersOf>>[number]>
  isNew(request: SignedOnce): Promise<boolean>
}
const alone: Asking = {
  holder: async keyId => (await holdersOf([keyId]))[0] ?? null,
  isNew: async request => (await remember([request]))[0] ?? false,
}
/** Milliseconds for which whoever comes later waits for others. */
const company = 500
const together: Asking = { holder: gather(holdersOf, company), isNew: gather(remember, company) }

type Refused = Extract<Answer, { ok: false }>
type Claim = { signature: ReadSignature; holder: NonNullable<Awaited<ReturnType<Asking['holder']>>> }

/** Whose request it says it is. Of whoever is nobody's agent not even the body is read. */
async function readClaim(headers: Headers, asking: Asking): Promise<Claim | Refused> {
  const signature = readSignature(headers)
  if (typeof signature === 'string') return refused(signature)
  const holder = await asking.holder(signature.parameters.keyId)
  return holder ? { signature, holder } : refused('unknown-agent')
}

async function admit({ signature, holder }: Claim, signed: SignedRequest, asking: Asking): Promise<SignedBy | Refused> {
  const { keyId, nonce, created } = signature.parameters
  const fault = signature.verify(holder.publicKey, signed)
  if (fault) return refused(fault)
  if (holder.revoked) return refused('revoked')
  const now = Date.now()
  const skew = clockSkew(signature.parameters, now)
  const { organizationId, agentId } = holder
  if (skew !== null) {
    const refusal = skewRefusal(skew, now)
    await inOrganization(organizationId, tx => noteTurnedAway(tx, agentId, refusal.body))
    return { ok: false, ...refusal }
  }
  const isNew = await asking.isNew({ organizationId, keyId, nonce })
  if (isNew && !holder.used) await inOrganization(organizationId, tx => settleKeys(tx, agentId, keyId))
  return isNew ? { organizationId, agentId, keyId, ahead: Math.round(created - now / 1000) } : refused('replayed')
}

/** As the agent asked for it: what Next shows of an address may lack the base path. */
function signedRequest(request: Request, body: Buffer): SignedRequest {
  const { pathname, search } = new URL(request.url)
  const base = env().ENROLLMENT_BASE_PATH.replace(/\/+$/, '')
  const path = pathname.startsWith(`${base}/`) ? pathname : `${base}${pathname}`
  return { method: request.method, path, query: search, body }
}

function parse<S extends z.ZodType>(schema: S, body: Buffer): z.ZodSafeParseResult<z.output<S>> {
  try {
    return schema.safeParse(JSON.parse(body.toString('utf8')))
  } catch {
    return schema.safeParse(undefined)
  }
}

const refused = (code: RefusalCode): Refused => ({ ok: false, ...refusal(code) })

async function answering(work: () => Promise<Answer>): Promise<Response> {
  try {
    const answer = await work()
    return respond(answer.ok ? 200 : answer.status, answer.body)
  } catch (error) {
    const { status, body } = refusal('unexpected', { reference: reportUnexpected(error) })
    return respond(status, body)
  }
}

const respond = (status: number, body: unknown) =>
  Response.json(body, {
    status,
    headers: { 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
  })
