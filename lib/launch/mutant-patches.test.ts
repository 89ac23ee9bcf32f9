import { describe, expect, test } from 'vitest'
import { applyPatch, exampleOf, outcomeOf, readPatches } from './mutant-patches.mjs'
import { hasTest } from './named-tests.mjs'

const patches = readPatches()

describe('deliberate breaks', () => {
  test.each(patches)('$name still applies, and the test that must notice it exists', patch => {
    expect(applyPatch(patch, undefined, ['--check'])).toBeNull()
    expect(hasTest(patch.testFile, patch.test)).toBe(true)
  })

  test('are there for every invariant that has a test', () => {
    const broken = new Set(patches.map(patch => Number(patch.invariant)))
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 16].filter(invariant => !broken.has(invariant))).toEqual([])
  })

  test('a patch that nobody made is an error, not nothing to do', () =>
    expect(() => readPatches(['no-such-break'])).toThrow('no-such-break'))
})

describe('what became of the test', () => {
  const report = (status: string, title = 'the name') => ({
    testResults: [{ assertionResults: [{ title, status, failureMessages: ['because\nof this'] }] }],
  })

  test.each([
    [report('failed'), 'failed'],
    [report('passed'), 'passed'],
    [report('skipped'), 'was not found'],
    [report('failed', 'another name'), 'was not found'],
    [null, 'could not be run'],
    [{ testResults: [{ assertionResults: [], message: 'SyntaxError' }] }, 'could not be loaded: SyntaxError'],
  ])('%j is: %s', (given, outcome) => expect(outcomeOf(given, 'the name').outcome).toBe(outcome))

  test('a property tells its seed and smallest example, anything else its first line', () => {
    const message =
      'Error: Property failed after 3 tests\n{ seed: -42, path: "2:1" }\nCounterexample: [1,2]\nShrunk 7 time(s)'
    expect(exampleOf(message)).toEqual({ seed: '-42', example: '[1,2]' })
    expect(exampleOf('because\nof this')).toEqual({ seed: null, example: 'because' })
  })
})
