import { Environment } from '@marcbachmann/cel-js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Budget } from './budget'
import { compileExpression } from './compile-expression'
import type { Reading } from './compile-node'
import { ExpressionFailure } from './failure'
import { functions } from './functions'
import { asText, type Value } from './values'

const ada: Record<string, string[]> = {
  givenName: ['Ada'],
  sn: ['Lovelace'],
  mail: ['ada@example.com'],
  department: ['LOG-4'],
  proxyAddresses: ['SMTP:ada@example.com', 'smtp:countess@example.com'],
  'msDS-cloudExtensionAttribute1': ['blue'],
}
const readingOf = (values: Record<string, string[]>): Reading => ({
  first: name => values[name]?.[0] ?? null,
  all: name => values[name] ?? [],
})

function compiled(text: string) {
  const result = compileExpression(text)
  if (!result.ok) throw new Error(JSON.stringify(result.fault))
  return result.expression
}
const give = (text: string, values = ada) => compiled(text).evaluate(readingOf(values))
const faultOf = (text: string) => {
  const result = compileExpression(text)
  return result.ok ? null : result.fault
}
function failureOf(text: string, values = ada) {
  try {
    return give(text, values)
  } catch (error) {
    if (error instanceof ExpressionFailure) return error.reason
    throw error
  }
}

describe('an expression gives text', () => {
  test.each([
    ['entry.givenName + " " + entry.sn', 'Ada Lovelace'],
    ['lower(trim(" " + entry.mail.upper()))', 'ada@example.com'],
    ['entry.department.startsWith("LOG") ? "Logistics" : entry.department', 'Logistics'],
    ['lookup(substring(entry.department, 0, 3), {"LOG": "Logistics", "HR": "People"}, "Other")', 'Logistics'],
    ['lookup(entry.sn, {"Byron": "Poet"}, "Other")', 'Other'],
    ['firstOf(entry.title, entry.description, "none")', 'none'],
    ['firstOf(values.proxyAddresses.filter(a, startsWith(a, "SMTP:")).map(a, a.substring(5)))', 'ada@example.com'],
    ['values.proxyAddresses.map(a, a.startsWith("smtp:"), replace(a, "smtp:", ""))[0]', 'countess@example.com'],
    ['join(split(entry.mail, "@"), " at ")', 'ada at example.com'],
    ['entry["msDS-cloudExtensionAttribute1"]', 'blue'],
    ['matches(entry.mail, "^[a-z]+@example\\\\.com$") ? "ours" : "not ours"', 'ours'],
    ['entry.mail.matches("X") ? "x" : string(size(entry.mail))', '15'],
    ['has(entry.title) ? entry.title : has(entry.sn) ? "surname" : ""', 'surname'],
    ['values.proxyAddresses.exists(a, a.endsWith("example.com")) ? "yes" : "no"', 'yes'],
    ['values.title.all(t, t == "never") ? "all of none" : ""', 'all of none'],
    ['entry.sn in ["Lovelace", "Byron"] ? entry.sn : ""', 'Lovelace'],
    ['{"LOG-4": "Logistics"}[entry.department]', 'Logistics'],
    ['string(-7 / 2) + string(7 % 3) + string(2 * 3 - 1)', '-315'],
    ['[1, 2].map(x, [x, 3].map(x, [x].map(y, string(x + y)).join("-")).join("+")).join(",")', '2+6,4+6'],
    ['', null],
  ])('%s → %s', (text, given) => {
    if (given === null) expect(faultOf(text)?.code).toBe('expression-missing')
    else expect(give(text)).toBe(given)
  })

  test('and says which attributes have to be read for it, each once', () =>
    expect(compiled('has(entry.Mail) ? entry.mail + values["x-y"][0] : firstOf(entry.sn, "")').attributes).toEqual([
      'Mail',
      'x-y',
      'sn',
    ]))

  test('of whole characters, however they are cut', () => {
    expect(give('substring(entry.sn, 1, 2) + join(split(entry.sn, ""), "|")', { sn: ['a😀b'] })).toBe('😀a|😀|b')
    expect(give('replace(entry.sn, "", "x") + string(size(entry.sn))', { sn: ['😀'] })).toBe('😀1')
  })
})

describe('what is wrong is said with its place', () => {
  test.each([
    ['entry.sn +', 'expression-incomplete', 1, 11, {}],
    ['(entry.sn', 'expression-incomplete', 1, 10, {}],
    ['entry.sn +\n  "Lovelace', 'expression-text-open', 2, 3, {}],
    ['entry.sn entry.mail', 'expression-unexpected', 1, 10, { text: 'entry' }],
    ['entry.sn ; 1', 'expression-unexpected', 1, 10, { text: ';' }],
    ['"\\q"', 'expression-escape', 1, 2, {}],
    ['"a\\u0000"', 'expression-character', 1, 1, {}],
    ['"a\u202eb"', 'expression-character', 1, 1, {}],
    ['depratment', 'expression-name-unknown', 1, 1, { name: 'depratment', suggestion: 'entry.depratment' }],
    ['entyr.sn', 'expression-name-unknown', 1, 1, { name: 'entyr', suggestion: 'entry' }],
    ['entry.msDS-foo', 'expression-name-unknown', 1, 12, { name: 'foo', suggestion: 'entry.foo' }],
    ['entry', 'expression-attribute', 1, 1, { name: 'entry' }],
    ['entry[entry.sn]', 'expression-attribute', 1, 1, { name: 'entry' }],
    ['values["a b"][0]', 'expression-attribute', 1, 1, { name: 'values' }],
    ['has(entry) ? "a" : ""', 'expression-attribute', 1, 1, { name: 'entry' }],
    ['"mail" in entry ? "a" : ""', 'expression-attribute', 1, 11, { name: 'entry' }],
    ['lowr(entry.sn)', 'expression-function-unknown', 1, 1, { name: 'lowr', suggestion: 'lower' }],
    ['constructor(entry.sn)', 'expression-function-unknown', 1, 1, { name: 'constructor', suggestion: 'none' }],
    ['entry.sn.lowerAscii()', 'expression-function-unknown', 1, 1, { name: 'lowerAscii', suggestion: 'none' }],
    ['cel.bind(x, "a", x + x)', 'expression-function-unknown', 1, 1, { name: 'bind', suggestion: 'none' }],
    ['replace(entry.sn, "a")', 'expression-arguments', 1, 1, { usage: 'replace(text, find, replacement)' }],
    ['upper(1)', 'expression-arguments', 1, 1, { usage: 'upper(text)' }],
    ['values.a.map("x", "y")[0]', 'expression-arguments', 1, 14, { usage: 'list.map(item, …)' }],
    ['entry.sn + 1', 'expression-types', 1, 1, {}],
    ['entry.sn == 1 ? "a" : "b"', 'expression-types', 1, 1, {}],
    ['true ? "a" : 1', 'expression-branches', 1, 1, {}],
    ['entry.sn ? "a" : "b"', 'expression-condition', 1, 7, {}],
    ['entry.sn && true ? "a" : "b"', 'expression-condition', 1, 1, {}],
    ['["a", 1][0]', 'expression-list-mixed', 1, 7, {}],
    ['values.proxyAddresses', 'expression-result', 1, 1, { type: 'list' }],
    ['size(entry.sn)', 'expression-result', 1, 1, { type: 'number' }],
    ['has(entry.sn)', 'expression-result', 1, 1, { type: 'truth' }],
    ['{"a": "b"}', 'expression-result', 1, 1, { type: 'table' }],
    ['string(1.5)', 'expression-unsupported', 1, 8, { text: '1.5' }],
    ['true ? null : null', 'expression-unsupported', 1, 8, { text: 'null' }],
    ['matches(entry.sn, entry.mail) ? "" : ""', 'expression-pattern', 1, 19, { reason: 'unquoted' }],
    ['x'.repeat(3000), 'expression-too-long', 1, 2001, { most: 2000 }],
    [`"a"${'+"a"'.repeat(300)}`, 'expression-too-large', 1, 1, {}],
    [`${'('.repeat(40)}"a"${')'.repeat(40)}`, 'expression-too-large', 1, 33, {}],
  ])('%s: %s at %i:%i', (text, code, line, column, args) =>
    expect(faultOf(text)).toEqual({ code, args: { line, column, ...args } }),
  )

  test('a pattern that is none, in the words of the one who knows patterns', () =>
    expect(faultOf('matches(entry.sn, "[") ? "" : ""')).toMatchObject({
      code: 'expression-pattern',
      args: { line: 1, column: 19, reason: expect.stringContaining('missing closing ]') },
    }))

  test('anything typed is compiled or refused, and nothing is thrown', () => {
    const piece = fc.constantFrom(
      ...['entry', 'values', '.', 'sn', '"a"', "'", '(', ')', '[', ']', '{', '}', ',', ':', '?', '+', '-', '&&', '!'],
      ...['lower', 'map', 'has', 'x', '1', '==', ' in ', 'matches', '\n', '\\', '"""', 'r"', 'null', '//', '1.5', '9u'],
      ...['__proto__', 'constructor', 'cel', 'string', '99999999999999999999'],
    )
    const outcomes = { sound: 0, refused: 0 }
    const property = fc.property(fc.array(piece, { maxLength: 12 }), fc.string(), (pieces, typed) => {
      for (const text of [pieces.join(''), typed]) outcomes[compileExpression(text).ok ? 'sound' : 'refused']++
    })
    fc.assert(property, { numRuns: 3000, seed: 96_000 })
    expect(outcomes.sound).toBeGreaterThanOrEqual(10)
    expect(outcomes.refused).toBeGreaterThan(1000)
  })
})

describe('a value that cannot be computed fails for that person alone', () => {
  test.each([
    ['values.title[0]', 'missing'],
    ['{"A": "Alpha"}[entry.sn]', 'missing'],
    ['substring(entry.sn, 100)', 'missing'],
    ['string(1 / size(entry.title))', 'zero'],
    ['string(1 % size(entry.title))', 'zero'],
    ['string(9223372036854775807 + size(entry.sn))', 'overflow'],
    ['values.title[0] == "x" || true ? "saved by the other side" : ""', 'saved by the other side'],
    ['values.title[0] == "x" && true ? "" : ""', 'missing'],
    ['[0, 1].exists(n, 1 / n == 1) ? "one is enough" : ""', 'one is enough'],
    ['[0, 2].exists(n, 1 / n == 1) ? "" : ""', 'zero'],
  ])('%s: %s', (text, reason) => expect(failureOf(text)).toBe(reason))
})

describe('no expression can hang', () => {
  const many = Array.from({ length: 2_000 }, (_, at) => `value ${at}`)
  const nested = (depth: number): string =>
    depth === 0 ? '"x"' : `values.sn.map(v${depth}, ${nested(depth - 1)}).join("")`
  test.each([
    ['lists in lists in lists', nested(4), { sn: many }],
    [
      'every item compared with every item',
      'values.sn.all(a, !values.sn.exists(b, a == b + "x")) ? "a" : "b"',
      { sn: many },
    ],
    [
      'text that grows',
      `replace(${'replace('.repeat(6)}entry.sn${', "a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")'.repeat(6)}, "a", "")`,
      { sn: ['a'.repeat(200)] },
    ],
    ['every part is found', 'replace(entry.sn, "a", entry.sn)', { sn: ['a'.repeat(200_000)] }],
    [
      'a pattern that doubts at every character',
      'entry.sn.matches("(a?){200}(a*)*(a|a)*$b") ? "" : ""',
      { sn: ['a'.repeat(200_000)] },
    ],
    ['a failure that the other side would save', `[1].exists(x, ${nested(4)} == "") || true ? "a" : ""`, { sn: many }],
  ])('%s', (_, text, values) => expect(failureOf(text, values)).toBe('costly'))

  test('and what people write is far from the limit, also for somebody with 1,000 values', () =>
    expect(
      give('values.sn.filter(v, v.endsWith("7") && !v.contains("17"))[0].upper()', { sn: many.slice(0, 1_000) }),
    ).toBe('VALUE 7'))
})

/** The library's own evaluator, with the same functions. */
const library = new Environment()
  .registerVariable('entry', 'map<string, string>')
  .registerVariable('values', 'map<string, list<string>>')
for (const name of ['lower', 'upper', 'replace', 'firstOf', 'lookup'])
  for (const signature of functions[name]?.signatures ?? [])
    library.registerFunction(
      signature,
      (...args: Value[]) =>
        functions[name]?.run(
          args.map(arg => (arg?.constructor === Object ? new Map(Object.entries(arg)) : arg)),
          { budget: new Budget(), at: 0, pattern: null },
        ),
      { async: false },
    )

type Written = { text: string; truth: string; number: string; list: string }
const attributes = ['sn', 'mail', 'title']
const { text: anyText } = fc.letrec<Written>(tie => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('"a"', '"B b"', '""', 'entry.sn', 'entry["mail"]', 'entry.title', '"1"'),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
    fc.tuple(tie('truth'), tie('text'), tie('text')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc
      .tuple(fc.constantFrom('lower', 'upper', 'firstOf2'), tie('text'))
      .map(([f, a]) => (f === 'firstOf2' ? `firstOf(${a}, "x")` : `${f}(${a})`)),
    tie('text').map(a => `${a}.trim()`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `replace(${a}, "a", ${b})`),
    fc.tuple(tie('list'), tie('number')).map(([a, n]) => `${a}[${n}]`),
    tie('list').map(a => `${a}.join(",")`),
    tie('number').map(n => `string(${n})`),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `lookup(${a}, {"a": "A", "1": ${b}}, "no")`),
    tie('text').map(a => `{"a": "A", "": "none"}[${a}]`),
  ),
  truth: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('true', 'false'),
    fc
      .tuple(tie('truth'), fc.constantFrom('&&', '||', '==', '!='), tie('truth'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('text'), fc.constantFrom('<', '>=', '==', '!='), tie('text')).map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('number'), fc.constantFrom('<', '<=', '>', '=='), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc.tuple(tie('text'), fc.constantFrom('contains', 'startsWith', 'endsWith')).map(([a, f]) => `${a}.${f}("a")`),
    fc.tuple(tie('text'), tie('list')).map(([a, b]) => `(${a} in ${b})`),
    fc
      .tuple(tie('list'), fc.constantFrom('all', 'exists'), tie('truth'))
      .map(([a, f, b]) => `${a}.${f}(x, x == "a" || ${b})`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} == ${b})`),
    tie('truth').map(a => `!${a}`),
  ),
  number: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('0', '1', '2', '9223372036854775807'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('text').map(a => `size(${a})`),
    tie('list').map(a => `${a}.size()`),
    tie('number').map(n => `-(${n})`),
  ),
  list: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('values.sn', 'values["mail"]', 'values.title'),
    fc.array(tie('text'), { minLength: 1, maxLength: 3 }).map(items => `[${items.join(', ')}]`),
    fc.tuple(tie('list'), tie('truth')).map(([a, b]) => `${a}.filter(x, x != "a" && ${b})`),
    fc.tuple(tie('list'), tie('text')).map(([a, b]) => `${a}.map(y, y + ${b})`),
    fc.tuple(tie('list'), tie('list')).map(([a, b]) => `(${a} + ${b})`),
    tie('text').map(a => `${a}.split("a")`),
  ),
}))

test('what is computed is what the library computes, and fails where it fails', () => {
  const values = fc.record(
    Object.fromEntries(
      attributes.map(name => [name, fc.array(fc.constantFrom('a', 'B b', 'aab', '1'), { minLength: 1, maxLength: 3 })]),
    ),
  )
  const seen = { values: 0, failures: 0 }
  const property = fc.property(anyText, values, (text, given) => {
    const compiledText = compileExpression(text)
    if (!compiledText.ok) return expect(compiledText.fault.code).toBe('expression-too-large')
    const context = {
      entry: Object.fromEntries(Object.entries(given).map(([name, list]) => [name, list[0]])),
      values: given,
    }
    let expected: string | null
    try {
      expected = asText(library.evaluate(text, context))
    } catch {
      expected = null
    }
    let found: string | null
    try {
      found = compiledText.expression.evaluate(readingOf(given))
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error
      found = null
    }
    seen[found === null ? 'failures' : 'values']++
    expect(found).toBe(expected)
  })
  fc.assert(property, { numRuns: 2000, seed: 8_000 })
  console.warn(`expressions: seed 8000, ${seen.values} values, ${seen.failures} failures`)
  expect(Math.min(seen.values, seen.failures)).toBeGreaterThan(200)
})
