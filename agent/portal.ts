import type { AgentKey } from '@/lib/agent-protocol/keys'
import { Refusal } from '@/lib/agent-protocol/messages'
import { signRequest } from '@/lib/agent-protocol/signature'

/** The portal said no, and why. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(
    readonly status: number,
    readonly refusal: Refusal,
  ) {
    super(refusal.text)
  }
}

/** The portal was not reached, or something else answered in its place. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

export type Portal = {
  post(path: string, body: unknown, signal?: AbortSignal): Promise<unknown>
  put(path: string, body: Buffer, signal?: AbortSignal): Promise<unknown>
}

/** Milliseconds after which a request that waits for nothing is given up. */
const patience = 60_000

/**
 * Speaks with the portal: one signed request, one answer. Certificates are always verified.
 * @param address with the base path @param key signs each request; read anew for each, because it may be exchanged
 */
export function openPortal(address: string, key: () => AgentKey): Portal {
  const base = address.replace(/\/+$/, '')
  async function send(method: 'POST' | 'PUT', path: string, body: Buffer, type: string, signal?: AbortSignal) {
    const url = new URL(`${base}/api/agent/${path}`)
    const signed = signRequest(key(), { method, path: url.pathname, query: url.search, body }, Date.now())
    const timeout = AbortSignal.timeout(patience)
    const request = {
      method,
      body: new Uint8Array(body),
      headers: { ...signed, 'content-type': type },
      redirect: 'manual',
    } as const
    const response = await fetch(url, {
      ...request,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch(error => {
      if (signal?.aborted) throw error
      throw new Unreachable(whyUnreachable(url, error), { cause: error })
    })
    return readAnswer(url, response)
  }
  return {
    post: (path, body, signal) => send('POST', path, Buffer.from(JSON.stringify(body)), 'application/json', signal),
    put: (path, body, signal) => send('PUT', path, body, 'application/octet-stream', signal),
  }
}

async function readAnswer(url: URL, response: Response): Promise<unknown> {
  const text = await response.text()
  const body = parse(text)
  if (response.ok && body !== undefined) return body
  const refusal = Refusal.safeParse(body)
  if (refusal.success) throw new Refused(response.status, refusal.data)
  throw new Unreachable(
    `${url.origin} answered ${response.status}, but not as the portal does. Check the portal's address, and whether a proxy answers in its place.`,
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
])

/** What kept a request from its answer, in a sentence with what to do. */
function whyUnreachable(url: URL, error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = String((cause as { code?: unknown }).code ?? (cause as Error).name)
  const place = `${url.hostname} on port ${url.port || (url.protocol === 'http:' ? 80 : 443)}`
  if (untrusted.has(code))
    return `The certificate that ${url.hostname} shows is signed by an authority that this machine does not know (${code}). Most often a proxy looks into the connection: exclude ${url.hostname} from its inspection, or put the proxy's authority into a file and name it in ENROLLMENT_AGENT_CA_FILE.`
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate that ${url.hostname} shows is for another name. Check the portal's address, and whether a proxy answers in its place.`
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return `The certificate that ${url.hostname} shows is not valid now (${code}). Check this machine's clock, and the portal's certificate.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The name ${url.hostname} was not found. Check the portal's address and this machine's name server.`
  if (code === 'ECONNREFUSED')
    return `${place} refuses the connection. Check the portal's address, the firewall and the proxy (HTTPS_PROXY).`
  return `${place} was not reached (${code}). Check the firewall and the proxy (HTTPS_PROXY).`
}
