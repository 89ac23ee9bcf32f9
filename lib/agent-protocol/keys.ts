import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto'

/** An agent's key pair (Ed25519, RFC 8032). The private half never leaves the machine that made it. */
export type AgentKey = { privateKey: KeyObject; publicKey: string; keyId: string }

/** DER of a public Ed25519 key is this and the 32 bytes of the key (RFC 8410 §4). */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex')

export function makeKey(): AgentKey {
  return keyOf(generateKeyPairSync('ed25519').privateKey)
}

/** PKCS #8 in PEM, as it stands in the agent's key file. */
export const writeKey = ({ privateKey }: AgentKey): string =>
  privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** @throws Error when it is no Ed25519 key */
export function readKey(pem: string): AgentKey {
  const privateKey = createPrivateKey(pem)
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('The key is no Ed25519 key')
  return keyOf(privateKey)
}

function keyOf(privateKey: KeyObject): AgentKey {
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const publicKey = der.subarray(publicPrefix.length).toString('base64')
  return { privateKey, publicKey, keyId: keyIdOf(publicKey) }
}

/** SHA-256 of the 32 bytes, in hex: the key's name in requests, and what people compare. */
export const keyIdOf = (publicKey: string): string => hash('sha256', Buffer.from(publicKey, 'base64'), 'hex')

/** As it is shown: 9F:2C:… */
export const fingerprintOf = (keyId: string): string => (keyId.toUpperCase().match(/../g) ?? []).join(':')

export const signWith = ({ privateKey }: AgentKey, text: string): Buffer =>
  signBytes(null, Buffer.from(text), privateKey)

/** @param publicKey 32 bytes in base64; anything else verifies nothing */
export function verifiesWith(publicKey: string, text: string, signature: Buffer): boolean {
  const raw = Buffer.from(publicKey, 'base64')
  if (raw.length !== 32 || signature.length !== 64) return false
  const key = createPublicKey({ key: Buffer.concat([publicPrefix, raw]), format: 'der', type: 'spki' })
  return verifyBytes(null, Buffer.from(text), key, signature)
}
