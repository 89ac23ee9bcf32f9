import { randomBytes } from 'node:crypto'
import { contentDigest, isDigestOf } from './content-digest'
import { type AgentKey, signWith, verifiesWith } from './keys'

/**
 * HTTP Message Signatures (RFC 9421) as agents use them: Ed25519, and always the same components. The path is the one that
 * the agent asked for; the authority is left out, because proxies in front of a portal rewrite it.
 */
export type SignedRequest = {
  method: string
  /** With the base path, without the query. */
  path: string
  /** With its question mark, or `?` when there is none (RFC 9421 §2.2.7). */
  query: string
  body: Uint8Array
}

/** A request's clock may be this far from the portal's, in seconds; as long its nonce is remembered, and a margin. */
export const windowSeconds = 300
/** Seconds after which a nonce cannot be used any more whatever the clocks say. */
export const nonceSeconds = 2 * windowSeconds

const components = ['@method', '@path', '@query', 'content-digest'] as const
const label = 'agent'
const tag = 'enrollment-agent'

export type SignatureParameters = { created: number; expires: number; nonce: string; keyId: string }

/** The text that is signed (RFC 9421 §2.5). @param parameters the serialized `@signature-params` */
export const signatureBase = (values: readonly (readonly [string, string])[], parameters: string): string =>
  [...values, ['@signature-params', parameters] as const].map(([name, value]) => `"${name}": ${value}`).join('\n')

/** @param now of this machine, in milliseconds */
export function signRequest(key: AgentKey, request: SignedRequest, now: number): Record<string, string> {
  const created = Math.floor(now / 1000)
  const parameters = writeParameters({
    created,
    expires: created + windowSeconds,
    nonce: randomBytes(16).toString('base64url'),
    keyId: key.keyId,
  })
  const digest = contentDigest(request.body)
  const signature = signWith(key, signatureBase(valuesOf(request, digest), parameters))
  return {
    'content-digest': digest,
    'signature-input': `${label}=${parameters}`,
    signature: `${label}=:${signature.toString('base64')}:`,
  }
}

export type SignatureFault = 'signature-missing' | 'signature-malformed' | 'signature-wrong' | 'body-altered'

/** A signature that was read, and not yet judged: by its key id the key is looked up, before the body is. */
export type ReadSignature = {
  parameters: SignatureParameters
  verify(publicKey: string, request: SignedRequest): SignatureFault | null
}

/** Reads the fields strictly: only what `signRequest` writes is understood. */
export function readSignature(headers: { get(name: string): string | null }): ReadSignature | SignatureFault {
  const [input, field, digest] = [
    headers.get('signature-input'),
    headers.get('signature'),
    headers.get('content-digest'),
  ]
  if (!input || !field || !digest) return 'signature-missing'
  const written = input.startsWith(`${label}=`) ? input.slice(label.length + 1) : ''
  const parameters = readParameters(written)
  const signature = new RegExp(`^${label}=:([A-Za-z0-9+/]{86}==):$`).exec(field)?.[1]
  if (!parameters || !signature) return 'signature-malformed'
  return {
    parameters,
    verify(publicKey, request) {
      const base = signatureBase(valuesOf(request, digest), written)
      if (!verifiesWith(publicKey, base, Buffer.from(signature, 'base64'))) return 'signature-wrong'
      return isDigestOf(digest, request.body) ? null : 'body-altered'
    },
  }
}

/** By how many seconds the other side's clock is ahead of ours, when it is further than the window allows; otherwise null. */
export function clockSkew({ created, expires }: SignatureParameters, now: number): number | null {
  const seconds = now / 1000
  const ahead = Math.round(created - seconds)
  return Math.abs(ahead) > windowSeconds || expires < seconds - 1 ? ahead : null
}

const valuesOf = ({ method, path, query }: SignedRequest, digest: string) =>
  [
    ['@method', method],
    ['@path', path],
    ['@query', query === '' ? '?' : query],
    ['content-digest', digest],
  ] as const

const covered = `(${components.map(name => `"${name}"`).join(' ')})`

const writeParameters = ({ created, expires, nonce, keyId }: SignatureParameters): string =>
  `${covered};created=${created};expires=${expires};nonce="${nonce}";keyid="${keyId}";alg="ed25519";tag="${tag}"`

const shape = new RegExp(
  `^;created=(\\d{1,12});expires=(\\d{1,12});nonce="([\\w-]{16,64})";keyid="([0-9a-f]{64})";alg="ed25519";tag="${tag}"$`,
)

function readParameters(written: string): SignatureParameters | null {
  const found = written.startsWith(covered) ? shape.exec(written.slice(covered.length)) : null
  const [, created, expires, nonce, keyId] = found ?? []
  if (!nonce || !keyId) return null
  const parameters = { created: Number(created), expires: Number(expires), nonce, keyId }
  const lasts = parameters.expires - parameters.created
  return lasts >= 0 && lasts <= windowSeconds ? parameters : null
}
