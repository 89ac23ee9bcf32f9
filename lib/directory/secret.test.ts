import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from './secret'

test('a secret is shown to nobody who does not ask for it by name', () => {
  const secret = new Secret('canary-4711')
  const shown = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ deep: { secret } }, { depth: null, showHidden: true }),
    JSON.stringify(Object.entries(secret)),
    String(new Error('failed', { cause: secret }).cause),
    JSON.stringify(structuredClone({ ...secret })),
  ]
  expect(shown.join()).not.toContain('canary')
  expect(secret.reveal()).toBe('canary-4711')
})
