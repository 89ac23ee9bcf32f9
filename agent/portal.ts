import type { AgentKey } from '@/lib/agent-protocol/keys'
import { Refusal } from '@/lib/agent-protocol/messages'
import { signRequest } from '@/lib/agent-protocol/signature'
import { whyUnreachable } from './why-unreachable'

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
/** Bytes of an answer, unpacked; nothing that the portal says is longer. */
const mostAnswer = 16 * 1024 * 1024

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
    const both = signal ? AbortSignal.any([signal, timeout]) : timeout
    const request = {
      method,
      body: new Uint8Array(body.buffer as ArrayBuffer, body.byteOffset, body.length),
      headers: { ...signed, 'content-type': type },
      redirect: 'manual',
    } as const
    try {
      const response = await fetch(url, { ...request, signal: both })
      return readAnswer(url, response, await readText(url, response))
    } catch (error) {
      if (signal?.aborted || error instanceof Unreachable || error instanceof Refused) throw error
      throw new Unreachable(await whyUnreachable(url, error), { cause: error })
    }
  }
  return {
    post: (path, body, signal) => send('POST', path, Buffer.from(JSON.stringify(body)), 'application/json', signal),
    put: (path, body, signal) => send('PUT', path, body, 'application/octet-stream', signal),
  }
}

/** @throws Unreachable when it does not end where an answer of the portal would */
async function readText(url: URL, response: Response): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body ?? []) {
    length += piece.length
    if (length > mostAnswer) throw new Unreachable(`${url.origin} answers without end. Check the portal's address.`)
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function readAnswer(url: URL, response: Response, text: string): unknown {
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
