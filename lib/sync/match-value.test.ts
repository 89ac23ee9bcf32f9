import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileMatch, patternFault } from './match-value'

test.each([
  ['exact', ['svc-backup'], ['SVC-Backup'], true],
  ['exact', ['svc-backup'], ['svc-backup-2'], false],
  ['exact', ['ａｄａ'], ['Ada'], true],
  ['contains', ['shared'], ['A Shared mailbox'], true],
  ['contains', ['.*'], ['anything'], false],
  ['starts-with', ['svc-'], ['svc-backup'], true],
  ['starts-with', ['svc-'], ['my svc-backup'], false],
  ['one-of', ['Contractor', 'Visitor'], ['visitor'], true],
  ['one-of', ['Contractor', 'Visitor'], ['Employee', 'CONTRACTOR'], true],
  ['one-of', ['Contractor', 'Visitor'], ['Contract'], false],
  ['pattern', ['^svc-\\d+$'], ['SVC-12'], true],
  ['pattern', ['^svc-\\d+$'], ['svc-x'], false],
] as const)('%s %j on %j: %s', (match, wanted, values, met) => {
  expect(compileMatch(match, wanted)(values)).toBe(met)
})

test('a field without a value meets no condition', () => {
  for (const match of ['exact', 'contains', 'starts-with', 'one-of', 'pattern'] as const)
    expect(compileMatch(match, [match === 'pattern' ? '.*' : 'x'])([])).toBe(false)
})

test('what is typed is literal unless it is a pattern', () => {
  const property = fc.property(
    fc.string({ minLength: 1, maxLength: 20 }),
    fc.string({ maxLength: 20 }),
    (wanted, text) => {
      const fold = (one: string) => one.normalize('NFKC').toLowerCase()
      expect(compileMatch('contains', [wanted])([text])).toBe(fold(text).includes(fold(wanted)))
      expect(compileMatch('exact', [wanted])([wanted.toUpperCase()])).toBe(fold(wanted) === fold(wanted.toUpperCase()))
    },
  )
  fc.assert(property, { numRuns: 500, seed: 5 })
})

test('a pattern that backtracking would never finish is answered at once', () => {
  expect(compileMatch('pattern', ['^(a+)+$'])([`${'a'.repeat(5_000)}b`])).toBe(false)
})

test('a pattern that is none says why', () => {
  expect(patternFault('^svc-')).toBeNull()
  expect(patternFault('(')).toMatch(/missing closing \)/)
  expect(patternFault('(?=x)')).not.toBeNull()
})
