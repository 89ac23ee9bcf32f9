import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { faultRows, hasTest } from '@/lib/launch/named-tests.mjs'
import { faults } from './testing/faults/catalog'

const table = readFileSync(new URL('FAULTS.md', import.meta.url), 'utf8')
const rows = faultRows(table)
const named = rows.flatMap(row => row.tests)

describe('the table of faults', () => {
  test('has every row once, each with tests', () => {
    expect(rows.length).toBeGreaterThan(60)
    expect(new Set(rows.map(row => row.id)).size).toBe(rows.length)
    expect(table.match(/^\| [A-Z]\d+ \|/gm)).toHaveLength(rows.length)
  })

  test.each(rows)('$id, $what: its tests exist', ({ tests }) => {
    expect(tests.filter(({ file, name }) => !hasTest(file, name))).toEqual([])
  })

  test('names only faults that there are scripts for', () => {
    const scripted = new Set(faults.map(fault => `a read that meets: ${fault.name}`))
    const meant = named.map(({ name }) => name).filter(name => name.startsWith('a read that meets: '))
    expect(meant.filter(name => !scripted.has(name))).toEqual([])
  })
})
