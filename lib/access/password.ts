import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'

/** 32 MB and three passes: OWASP's second choice for scrypt, which leaves room for several sign-ins at once. */
const cost = { N: 2 ** 15, r: 8, p: 3 }
const keyLength = 32

/**
 * Hashes a password with scrypt (RFC 7914).
 * @returns `scrypt$N$r$p$salt$key`, so that the cost may be raised while old hashes keep working
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$')
}

/**
 * True when the password is the one that was hashed.
 * @param stored null where nobody has this address: the same work is done, so that time does not tell
 */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, N, r, p, salt, key] = (stored ?? nobody).split('$')
  if (scheme !== 'scrypt' || !salt || !key) return false
  const expected = Buffer.from(key, 'base64url')
  const derived = await derive(password, Buffer.from(salt, 'base64url'), { N: Number(N), r: Number(r), p: Number(p) })
  return expected.length === derived.length && timingSafeEqual(expected, derived) && stored !== null
}

const nobody = [
  'scrypt',
  cost.N,
  cost.r,
  cost.p,
  'bm9ib2R5IGhhcyB0aGlz',
  Buffer.alloc(keyLength).toString('base64url'),
].join('$')

/** Unicode spells some letters in two ways and keyboards differ, so passwords are compared composed (NFKC, RFC 8265 §4). */
function derive(
  password: string,
  salt: Buffer,
  options: Required<Pick<ScryptOptions, 'N' | 'r' | 'p'>>,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, keyLength, { ...options, maxmem: 256 * 2 ** 20 }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
