import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { env } from '@/lib/env'
import { csvRow } from './csv-row'

const numRuns = 2_000 * env().ENROLLMENT_TEST_RUNS
const seed = 20270401

/** Cells out of which structure could be broken, and those that a spreadsheet would calculate. */
const hostile = fc
  .array(
    fc.constantFrom('"', ',', ';', '\r\n', '\n', '\t', '=', '+', '-', '@', '＝', '\0', "'", 'cmd|', ' ', 'Zoë', '名'),
    {
      maxLength: 8,
    },
  )
  .map(parts => parts.join(''))
const cell = fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 20 }))

test('16: whatever stands in them, cells stay the cells they are, and none becomes a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 6 }), rows => {
      const read = parse(rows.map(csvRow).join(''))
      expect(read.map(row => row.length)).toEqual(rows.map(row => row.length))
      for (const [at, row] of rows.entries())
        for (const [column, value] of row.entries()) {
          const text = read[at]?.[column] ?? ''
          const plain = value.replaceAll('\0', '')
          expect([plain, `'${plain}`]).toContain(text)
          expect(text).not.toMatch(/^[\s\ufeff]*[=+\-@＝＋－＠]/)
          expect(text).not.toMatch(/^[\t\r\n]/)
        }
    }),
    { numRuns, seed },
  )
})

test.each([
  ['=HYPERLINK("http://evil.example","Ada")', `"'=HYPERLINK(""http://evil.example"",""Ada"")"`],
  ['+44 20 7946 0018', `"'+44 20 7946 0018"`],
  ['-2+3', `"'-2+3"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\tx', `"'\tx"`],
  ['  =1', `"'  =1"`],
  ['Ada "the first"', '"Ada ""the first"""'],
  ['Ada, Countess', '"Ada, Countess"'],
  ['', '""'],
])('%j is written as %s', (value, written) => {
  expect(csvRow([value])).toBe(`${written}\r\n`)
})

/** RFC 4180, strictly: every cell is quoted. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let at = 0
  while (at < text.length) {
    const row: string[] = []
    for (;;) {
      const [value, end] = quoted(text, at)
      row.push(value)
      at = end
      if (text[at] !== ',') break
      at += 1
    }
    if (text.slice(at, at + 2) !== '\r\n') throw new Error(`A row does not end at ${at}`)
    at += 2
    rows.push(row)
  }
  return rows
}

function quoted(text: string, start: number): [string, number] {
  if (text[start] !== '"') throw new Error(`A cell does not begin at ${start}`)
  let value = ''
  for (let at = start + 1; ; at++) {
    if (at >= text.length) throw new Error('A cell does not end')
    if (text[at] !== '"') value += text[at]
    else if (text[at + 1] === '"') {
      value += '"'
      at += 1
    } else return [value, at + 1]
  }
}
