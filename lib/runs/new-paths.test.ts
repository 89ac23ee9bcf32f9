import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Anchor } from '@/lib/directory/anchor'
import { writeDistinguishedName } from '@/lib/directory/distinguished-name'
import { newPaths, type PathUnit } from './new-paths'

const anchor = (at: number) => `${String(at).padStart(8, '0')}-0000-4000-8000-000000000000` as Anchor
const root = { root: anchor(0), rootDn: 'OU=Company,DC=lab,DC=example' }
const unit = (at: number, parent: number, dn: string): PathUnit => ({
  anchor: anchor(at),
  parent: anchor(parent),
  dn,
  scope: 0,
})

test('a renamed unit renames everything below it, and a moved one brings it along', () => {
  const units = [
    unit(2, 1, 'OU=Below,OU=Old,OU=Company,DC=lab,DC=example'),
    unit(1, 0, 'OU=New\\, Name,OU=Company,DC=lab,DC=example'),
    unit(3, 2, 'OU=Deep,OU=Elsewhere,DC=lab,DC=example'),
  ]
  const paths = newPaths(units, [root])
  expect([1, 2, 3].map(at => paths?.get(anchor(at))?.dn)).toEqual([
    'OU=New\\, Name,OU=Company,DC=lab,DC=example',
    'OU=Below,OU=New\\, Name,OU=Company,DC=lab,DC=example',
    'OU=Deep,OU=Below,OU=New\\, Name,OU=Company,DC=lab,DC=example',
  ])
})

test('each unit belongs to the scope that it is below now, and a renamed root renames all of its own', () => {
  const other = { root: anchor(9), rootDn: 'OU=Renamed,DC=lab,DC=example' }
  const units = [unit(9, 100, 'OU=Before,DC=lab,DC=example'), unit(2, 9, 'OU=Moved,OU=Company,DC=lab,DC=example')]
  const paths = newPaths(units, [root, other])
  expect(paths?.get(anchor(9))).toEqual({ dn: 'OU=Renamed,DC=lab,DC=example', scope: 1 })
  expect(paths?.get(anchor(2))).toEqual({ dn: 'OU=Moved,OU=Renamed,DC=lab,DC=example', scope: 1 })
})

test('a unit below nothing that was read has no path, and neither have two below each other', () => {
  expect(newPaths([unit(2, 1, 'OU=Lost,DC=lab,DC=example')], [root])).toBeNull()
  expect(newPaths([unit(1, 2, 'OU=A,DC=x'), unit(2, 1, 'OU=B,DC=x')], [root])).toBeNull()
  expect(newPaths([{ ...unit(1, 0, 'OU=A,DC=x'), parent: null }], [root])).toBeNull()
})

test('in whatever order units come, every path is the names from the root down', () => {
  const names = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.nat(29)), fc.nat(), (all, stream, turn) => {
      const parents = all.map((_, at) => (at === 0 ? 0 : ((stream.next().value ?? 0) % at) + 1) * Number(at > 0))
      const rdn = (name: string) => writeDistinguishedName([[{ type: 'OU', value: name }]])
      const units = all.map((name, at) => unit(at + 1, parents[at] ?? 0, `${rdn(name)},OU=Whatever,DC=x`))
      const turned = [...units.slice(turn % units.length), ...units.slice(0, turn % units.length)]
      const paths = newPaths(turned, [root])
      const expected = (at: number): string =>
        at === 0 ? root.rootDn : `${rdn(all[at - 1] ?? '')},${expected(parents[at - 1] ?? 0)}`
      for (const at of units.keys()) expect(paths?.get(anchor(at + 1))?.dn).toBe(expected(at + 1))
    }),
    { seed: 3, numRuns: 300 },
  )
})
