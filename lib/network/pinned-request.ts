import { request as requestPlain } from 'node:http'
import { type RequestOptions, request as requestSecure } from 'node:https'
import type { AllowedAddress } from './policy'

export type PinnedRequest = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  headers: Record<string, string>
  body?: string
  /** PEM of the authority that is trusted instead of the public ones. */
  authority?: string | null
  timeoutMilliseconds: number
  /** Bytes of an answer; a longer one is an error. */
  mostBytes: number
}
export type PinnedAnswer = { status: number; headers: Record<string, string | string[] | undefined>; body: Buffer }

/** The answer is longer than whoever asked can use. */
export class AnswerTooLarge extends Error {
  override name = 'AnswerTooLarge'
}

/**
 * One request over HTTP, to one of the addresses that were checked and never to what the name says by then. No redirection is
 * followed: whatever is sent was given for this address.
 * @throws AnswerTooLarge, or what ended the connection before the whole answer was there
 */
export function requestPinned(
  url: URL,
  addresses: readonly AllowedAddress[],
  asked: PinnedRequest,
): Promise<PinnedAnswer> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const sending = request(url, optionsOf(addresses, asked))
    sending.once('error', reject)
    sending.once('response', answer => {
      const chunks: Buffer[] = []
      let length = 0
      answer.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > asked.mostBytes) sending.destroy(new AnswerTooLarge(`More than ${asked.mostBytes} bytes`))
        else chunks.push(chunk)
      })
      answer.once('error', reject)
      answer.once('end', () => {
        if (!answer.complete) return reject(new Error('The connection ended within the answer'))
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) })
      })
    })
    sending.end(asked.body)
  })
}

function optionsOf(addresses: readonly AllowedAddress[], asked: PinnedRequest): RequestOptions {
  const length = asked.body === undefined ? {} : { 'content-length': Buffer.byteLength(asked.body) }
  return {
    method: asked.method,
    headers: { ...asked.headers, ...length },
    signal: AbortSignal.timeout(asked.timeoutMilliseconds),
    ...(asked.authority ? { ca: asked.authority } : {}),
    lookup: (_name, options, answer) => {
      if (options.all)
        answer(
          null,
          addresses.map(one => ({ ...one })),
        )
      else answer(null, addresses[0]?.address ?? '', addresses[0]?.family)
    },
  }
}
