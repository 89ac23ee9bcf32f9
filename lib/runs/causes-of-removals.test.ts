import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import * as names from '@/lib/directory/distinguished-name'
import { env } from '@/lib/env'
import type { RemovalCount } from '@/lib/store/removal-causes'
import { byCause, type UnitsInSettings } from './causes-of-removals'
import { byComparingAll } from './testing/causes-compared'

vi.mock('@/lib/directory/distinguished-name', { spy: true })

const base = 'OU=Northwind,DC=x'
const out = (about: string | null, people: number, code: RemovalCount['code'] = 'unit-not-included'): RemovalCount => ({
  ...{ code, about, people },
  example: { code, args: {} },
})
const including = (...dns: string[]) => dns.map(dn => ({ dn, includes: true }))
const causes = (counted: RemovalCount[], units: UnitsInSettings) =>
  byCause(counted, units).map(({ code, about, people }) => [code, about, people])

test('a unit that was taken out is one cause, however many units are in it and whatever they are called', () => {
  const counted = [
    out(null, 60, 'disabled-in-directory'),
    ...Array.from({ length: 40 }, (_, at) => out(`OU=Shift ${at},OU=Warehouse,OU=Operations,${base}`, 5)),
    out(`OU=Warehouse,OU=Operations,${base}`, 11),
    out(`OU=Sales,${base}`, 7),
  ]
  const takenOut = [`OU=Warehouse,OU=Operations,${base}`, `OU=Sales,${base}`]
  expect(causes(counted, { rules: including(`OU=Head office,${base}`), takenOut })).toEqual([
    ['unit-not-included', `OU=Warehouse,OU=Operations,${base}`, 211],
    ['disabled-in-directory', null, 60],
    ['unit-not-included', `OU=Sales,${base}`, 7],
  ])
})

test('a unit that was moved away is found as the highest one that holds nothing included', () => {
  const counted = [out(`OU=Night,OU=Warehouse,OU=Legacy,${base}`, 30), out(`OU=Day,OU=Warehouse,OU=Legacy,${base}`, 20)]
  expect(causes(counted, { rules: including(`OU=Operations,${base}`), takenOut: [] })).toEqual([
    ['unit-not-included', `OU=Legacy,${base}`, 50],
  ])
})

test('a unit is named that is left out itself, never one around it that is included through a rule above', () => {
  const excluded = { dn: `OU=Europe\\, Africa,OU=Sales,${base}`, includes: false }
  const counted = [out(excluded.dn, 4), out(`OU=Malmö,${excluded.dn}`, 66)]
  expect(causes(counted, { rules: [...including(base), excluded], takenOut: [] })).toEqual([
    ['unit-not-included', excluded.dn, 70],
  ])
})

test('causes never overlap, so that the number of each is the number of rows it leads to', () => {
  const counted = [
    out(`OU=Warehouse,${base}`, 3),
    out(`OU=Day,OU=Warehouse,${base}`, 2),
    out(`OU=Warehouse,${base}`, 9, 'moved-out-of-scope'),
  ]
  expect(causes(counted, { rules: including(`OU=Night,OU=Warehouse,${base}`), takenOut: [] })).toEqual([
    ['moved-out-of-scope', `OU=Warehouse,${base}`, 9],
    ['unit-not-included', `OU=Warehouse,${base}`, 5],
  ])
})

test('where nobody knows what is included each unit stands for itself, and with nothing included it is one cause', () => {
  const counted = [out(`OU=A,OU=W,${base}`, 2), out(`OU=B,OU=W,${base}`, 3), out('no name', 1)]
  expect(causes(counted, { rules: 'unknown', takenOut: [] })).toEqual([
    ['unit-not-included', `OU=B,OU=W,${base}`, 3],
    ['unit-not-included', `OU=A,OU=W,${base}`, 2],
    ['unit-not-included', 'no name', 1],
  ])
  expect(causes(counted, { rules: 'nothing', takenOut: [] })).toEqual([['unit-not-included', null, 6]])
})

const anyUnit = fc
  .array(fc.constantFrom('OU=A', 'ou=a', 'OU=B', 'OU=Ä', 'ou=ä', 'OU=C\\, D', 'OU=E+CN=F', 'CN=f+ou=e'), {
    maxLength: 5,
  })
  .map(above => [...above, 'DC=x'].join(','))
const anyName = fc.oneof(
  { arbitrary: anyUnit, weight: 20 },
  fc.constantFrom('no name', 'none,OU=A,DC=x', 'OU=A,,DC=x', ''),
)
const anyCount = fc
  .tuple(
    fc.constantFrom<RemovalCount['code'][]>('unit-not-included', 'moved-out-of-scope', 'disabled-in-directory'),
    fc.option(anyName, { freq: 10 }),
    fc.integer({ min: 1, max: 9 }),
  )
  .map(([code, about, people]) => out(about, people, code))
const anyUnits = fc.record<UnitsInSettings>({
  rules: fc.oneof(
    { arbitrary: fc.array(fc.record({ dn: anyName, includes: fc.boolean() }), { maxLength: 6 }), weight: 4 },
    fc.constantFrom('nothing' as const, 'unknown' as const),
  ),
  takenOut: fc.array(anyName, { maxLength: 3 }),
})

test('the causes are those that comparing each name with each other finds', () => {
  let raised = 0
  const property = fc.property(fc.array(anyCount, { minLength: 5, maxLength: 25 }), anyUnits, (counted, units) => {
    const found = byCause(counted, units)
    expect(found).toEqual(byComparingAll(counted, units))
    if (found.length < new Set(counted.map(({ code, about }) => `${code} ${about}`)).size) raised += 1
  })
  const numRuns = 500 * env().ENROLLMENT_TEST_RUNS
  fc.assert(property, { numRuns, seed: 20261126 })
  expect(raised).toBeGreaterThan(numRuns / 3)
})

test('each name is read once, however many units lose people: a page that waits asks every few seconds', () => {
  const parents = Array.from({ length: 100 }, (_, at) => `OU=Site ${at},${base}`)
  const counted = parents.flatMap(parent => Array.from({ length: 20 }, (_, at) => out(`OU=Shift ${at},${parent}`, 1)))
  const rules = [...including(...parents.slice(50)), { dn: `OU=Shift 0,${parents[99]}`, includes: false }]
  const readings = () =>
    [names.dnKeysUpward, names.dnKey, names.isWithin, names.parseDistinguishedName]
      .map(read => vi.mocked(read).mock.calls.length)
      .reduce((sum, calls) => sum + calls, 0)
  for (const units of [
    { rules: 'unknown' as const, takenOut: parents.slice(0, 5) },
    { rules, takenOut: parents.slice(0, 5) },
  ]) {
    const before = readings()
    expect(byCause(counted, units).reduce((sum, { people }) => sum + people, 0)).toBe(2_000)
    // The units, their parents and the one above all.
    expect(readings() - before).toBeLessThanOrEqual(2_101)
  }
})
