import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { forgetEnvironment } from '@/lib/env'
import { SealBroken, seal, unseal } from './seal'

const secret = (value: string) => {
  // biome-ignore lint/style/noProcessEnv: a test stands in for the start script
  process.env.ENROLLMENT_SECRET = value
  forgetEnvironment()
}
beforeAll(() => secret('a secret of the tests with 32 characters or more'))

test('whatever is sealed opens again, for its own row only', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (plain, aad, other) => {
      const sealed = seal(plain, aad)
      expect(unseal(sealed, aad)).toBe(plain)
      if (other !== aad) expect(() => unseal(sealed, other)).toThrow(SealBroken)
    }),
    { numRuns: 200, seed: 4711 },
  )
})

test('one altered character anywhere keeps a sealed value shut', () => {
  const sealed = seal('correct horse', 'row')
  for (let index = 0; index < sealed.length; index++) {
    const altered = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1)
    // The last character of a base64url part may carry unused bits: then the bytes are the same.
    const same = altered.split('.').every((part, i) => same64(part, sealed.split('.')[i] ?? ''))
    if (!same) expect(() => unseal(altered, 'row'), altered).toThrow(SealBroken)
  }
})
const same64 = (a: string, b: string) => a === b || Buffer.from(a, 'base64url').equals(Buffer.from(b, 'base64url'))

test('the same value never seals to the same text twice', () => {
  expect(new Set(Array.from({ length: 50 }, () => seal('x', 'row'))).size).toBe(50)
})

test('another ENROLLMENT_SECRET does not open it', () => {
  const sealed = seal('x', 'row')
  secret('another secret of the tests with enough characters')
  expect(() => unseal(sealed, 'row')).toThrow(SealBroken)
  secret('a secret of the tests with 32 characters or more')
})
