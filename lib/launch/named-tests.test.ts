import { expect, test } from 'vitest'
import { hasTest } from './named-tests.mjs'

test.each([
  ['whatever the reader calls complete is the directory, byte for byte', true],
  ['a read that meets: anything', true],
  ['a read that meets: ', false],
  ['whatever the reader calls complete', false],
  ['the reader never lies', false],
])('a test is found by its whole name: %s', (name, isThere) => {
  expect(hasTest('lib/directory/ldap/completeness.test.ts', name)).toBe(isThere)
})

test('a file that is not there has no tests', () => expect(hasTest('lib/no-such.test.ts', 'anything')).toBe(false))
