import { createPrivateKey } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { contentDigest, isDigestOf } from './content-digest'
import { fingerprintOf, keyIdOf, makeKey, readKey, verifiesWith, writeKey } from './keys'
import { clockSkew, readSignature, type SignedRequest, signatureBase, signRequest, windowSeconds } from './signature'

/** RFC 9421 appendix B.1.4 and B.2.6. */
const rfc = {
  privateKey:
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n-----END PRIVATE KEY-----\n',
  publicKey: 'JrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=',
  values: [
    ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
    ['@method', 'POST'],
    ['@path', '/foo'],
    ['@authority', 'example.com'],
    ['content-type', 'application/json'],
    ['content-length', '18'],
  ],
  parameters:
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  signature: 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
} as const

const now = Date.UTC(2027, 0, 4, 12)
const request: SignedRequest = {
  method: 'PUT',
  path: '/enrollment/api/agent/jobs/1/parts/2',
  query: '?claim=1',
  body: Buffer.from('{"hello": "world"}\n'),
}
const headersOf = (fields: Record<string, string>) => new Headers(fields)
const judge = (fields: Record<string, string>, what: SignedRequest, publicKey: string) => {
  const signature = readSignature(headersOf(fields))
  return typeof signature === 'string' ? signature : signature.verify(publicKey, what)
}

test('the signature of RFC 9421, appendix B.2.6, is the one that we make and accept', () => {
  const base = signatureBase(rfc.values, rfc.parameters)
  const key = readKey(rfc.privateKey)
  expect(key.publicKey).toBe(rfc.publicKey)
  expect(verifiesWith(rfc.publicKey, base, Buffer.from(rfc.signature, 'base64'))).toBe(true)
  expect(verifiesWith(rfc.publicKey, `${base} `, Buffer.from(rfc.signature, 'base64'))).toBe(false)
})

test('the digest of RFC 9530, appendix B.1, is the one that we make', () => {
  expect(contentDigest(request.body)).toBe('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:')
  expect(isDigestOf('sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:', request.body)).toBe(true)
  expect(isDigestOf('sha-512=:AAAA:', request.body)).toBe(false)
})

test('a key survives its file, and its fingerprint is what people compare', () => {
  const key = makeKey()
  expect(readKey(writeKey(key))).toMatchObject({ publicKey: key.publicKey, keyId: keyIdOf(key.publicKey) })
  expect(fingerprintOf('9f2c')).toBe('9F:2C')
  const other = createPrivateKey({
    key: {
      kty: 'EC',
      crv: 'P-256',
      ...{
        d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
        x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
        y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
      },
    },
    format: 'jwk',
  })
  expect(() => readKey(other.export({ type: 'pkcs8', format: 'pem' }).toString())).toThrow('no Ed25519 key')
})

test('a signed request is accepted as it is, and in no other form', () => {
  const key = makeKey()
  const fields = signRequest(key, request, now)
  expect(judge(fields, request, key.publicKey)).toBeNull()
  const others: [Partial<SignedRequest>, string][] = [
    [{ method: 'POST' }, 'signature-wrong'],
    [{ path: '/enrollment/api/agent/jobs/2/parts/2' }, 'signature-wrong'],
    [{ query: '?claim=2' }, 'signature-wrong'],
    [{ query: '' }, 'signature-wrong'],
    [{ body: Buffer.from('{"hello": "World"}\n') }, 'body-altered'],
  ]
  for (const [change, fault] of others) expect(judge(fields, { ...request, ...change }, key.publicKey)).toBe(fault)
  expect(judge(fields, request, makeKey().publicKey)).toBe('signature-wrong')
  expect(judge(fields, request, 'AAAA')).toBe('signature-wrong')
})

test('whatever byte of the fields is changed, the request is refused', () => {
  const key = makeKey()
  const fields = signRequest(key, request, now)
  const names = Object.keys(fields)
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), fc.integer({ min: 0x21, max: 0x7e }), (name, at, code) => {
      const value = fields[name] ?? ''
      const place = at % value.length
      const changed = value.slice(0, place) + String.fromCharCode(code) + value.slice(place + 1)
      fc.pre(changed !== value)
      expect(judge({ ...fields, [name]: changed }, request, key.publicKey)).not.toBeNull()
    }),
    { numRuns: 400 * env().ENROLLMENT_TEST_RUNS, seed: 20270311 },
  )
})

test('a field that is missing, or says more than ours do, is not read', () => {
  const key = makeKey()
  const fields = signRequest(key, request, now)
  for (const name of Object.keys(fields)) {
    const { [name]: _, ...rest } = fields
    expect(judge(rest, request, key.publicKey)).toBe('signature-missing')
  }
  const input = fields['signature-input'] ?? ''
  const bent = [
    input.replace('"@path" ', ''),
    `${input};extra="1"`,
    input.replace(/nonce="[^"]*";/, ''),
    input.replace('ed25519', 'hmac-sha256'),
    input.replace(/expires=\d+/, 'expires=9999999999'),
  ]
  for (const one of bent)
    expect(judge({ ...fields, 'signature-input': one }, request, key.publicKey)).toBe('signature-malformed')
})

test('no two requests have one nonce', () => {
  const key = makeKey()
  const nonces = Array.from(
    { length: 50 },
    () => /nonce="([^"]+)"/.exec(signRequest(key, request, now)['signature-input'] ?? '')?.[1],
  )
  expect(new Set(nonces).size).toBe(50)
})

test('a clock may be five minutes off in either direction, and how far it is beyond is told', () => {
  const at = (seconds: number) => {
    const created = Math.floor(now / 1000) + seconds
    return clockSkew({ created, expires: created + windowSeconds, nonce: 'n', keyId: 'k' }, now)
  }
  expect([-299, 0, 299].map(at)).toEqual([null, null, null])
  expect(at(540)).toBe(540)
  expect(at(-86_400)).toBe(-86_400)
})
