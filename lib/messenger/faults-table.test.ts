import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { faultRows, hasTest } from '@/lib/launch/named-tests.mjs'

const rows = faultRows(readFileSync(new URL('FAULTS.md', import.meta.url), 'utf8'))

test('the table of faults has every row once, and every test that it names is there', () => {
  expect(rows.length).toBeGreaterThan(10)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  expect(rows.flatMap(({ tests }) => tests).filter(({ file, name }) => !hasTest(file, name))).toEqual([])
})
