import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from '@/lib/env'

const keyId = 'k1'
const algorithm = 'aes-256-gcm'

/** The value was sealed with another secret, for another row, or has been altered. */
export class SealBroken extends Error {
  override name = 'SealBroken'
  readonly code = 'seal-broken'
}

/**
 * Seals with AES-256-GCM (NIST SP 800-38D) under a key derived from ENROLLMENT_SECRET.
 * @param aad the identity of the row that will hold it; the result opens for that row only
 * @returns `v1.<key id>.<nonce>.<tag>.<ciphertext>`, base64url
 */
export function seal(plain: string, aad: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(algorithm, key(), nonce).setAAD(associated(aad))
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return ['v1', keyId, ...[nonce, cipher.getAuthTag(), sealed].map(part => part.toString('base64url'))].join('.')
}

/** @throws SealBroken when the value does not open for this row with this secret */
export function unseal(sealed: string, aad: string): string {
  const [version, id, nonce, tag, body, ...rest] = sealed.split('.')
  if (version !== 'v1' || id !== keyId || !nonce || !tag || body === undefined || rest.length > 0)
    throw new SealBroken('This is not a sealed value.')
  try {
    const decipher = createDecipheriv(algorithm, key(), bytes(nonce), { authTagLength: 16 })
    decipher.setAAD(associated(aad)).setAuthTag(bytes(tag))
    return Buffer.concat([decipher.update(bytes(body)), decipher.final()]).toString('utf8')
  } catch {
    throw new SealBroken('The sealed value does not open: another secret, another row, or altered.')
  }
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64url')
/** The key id is bound too, so that a value cannot be passed off as sealed with another key. */
const associated = (aad: string): Buffer => Buffer.from(`enrollment/${keyId}/${aad}`, 'utf8')

function key(): Buffer {
  const secret = env().ENROLLMENT_SECRET
  if (!secret) throw new Error('ENROLLMENT_SECRET is missing; nothing can be sealed or opened without it.')
  return Buffer.from(hkdfSync('sha256', secret, 'enrollment', `vault/${keyId}`, 32))
}
