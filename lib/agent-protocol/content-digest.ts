import { hash, timingSafeEqual } from 'node:crypto'

/** The Content-Digest field of a body (RFC 9530 §2): `sha-256=:…:`. */
export const contentDigest = (body: Uint8Array): string => `sha-256=:${hash('sha256', body, 'base64')}:`

/** Whether a body is the one that the field was made of. A field with another algorithm, or with several, is not read. */
export function isDigestOf(field: string, body: Uint8Array): boolean {
  const [given, wanted] = [Buffer.from(field.trim()), Buffer.from(contentDigest(body))]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
