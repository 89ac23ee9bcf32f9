import { expect, test } from 'vitest'
import type { RemovalCount } from '@/lib/store/removal-causes'
import { byCause, type UnitsInSettings } from './causes-of-removals'

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
