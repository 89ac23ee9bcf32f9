import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultRows, hasTest } from '@/lib/launch/named-tests.mjs'

const table = readFileSync(new URL('FAULTS.md', import.meta.url), 'utf8')
const rows = faultRows(table)

test('the table of faults of agents has every row once, each with tests', () => {
  expect(rows.length).toBeGreaterThan(30)
  expect(new Set(rows.map(row => row.id)).size).toBe(rows.length)
  expect(table.match(/^\| [A-Z]\d+ \|/gm)).toHaveLength(rows.length)
})

test.each(rows)('$id, $what: its tests exist', ({ tests }) => {
  expect(tests.filter(({ file, name }) => !hasTest(file, name))).toEqual([])
})
