import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleBaseDn, sampleCredentials } from '@/lib/sample-directory/settings'
import { parentDn } from '../distinguished-name'
import type { DirectoryObject, FoundPerson } from '../source'
import { read, sourceFor } from '../testing/reading'

const signal = new AbortController().signal
const attributes = ['displayName', 'mail', 'sAMAccountName', 'userPrincipalName', 'employeeID']
let server: SampleDirectory
let people: DirectoryObject[]
const source = (changes = {}) =>
  sourceFor({ port: server.port, ca: server.caPem }, { ...sampleCredentials, ...changes })
const find = (text: string, changes = {}) => source(changes).find(text, attributes, signal)
const anchorsOf = (found: FoundPerson[]) => found.map(({ object }) => object.anchor)

beforeAll(async () => {
  server = await startSampleDirectory({ company: generateCompany({ seed: 7, people: 300 }) })
  people = (await read(source(), { attributes })).objects.filter(object => object.kind === 'person')
})
afterAll(() => server.stop())

const some = () => people.filter(({ attributes: has }) => has.mail && has.sAMAccountName).slice(0, 5)

describe('finding a person', () => {
  test('by GUID, address and user name, in any case and with spaces around', async () => {
    expect(some()).toHaveLength(5)
    for (const { anchor, attributes: has } of some()) {
      expect(anchorsOf(await find(anchor))).toEqual([anchor])
      expect(anchorsOf(await find(` ${has.sAMAccountName?.[0]?.toUpperCase()} `))).toEqual([anchor])
      expect(anchorsOf(await find(has.mail?.[0] ?? ''))).toContain(anchor)
    }
  })

  test('by the beginning of a name, where nobody is called exactly that; never more than ten', async () => {
    const [first] = some()
    const beginning = first?.attributes.displayName?.[0]?.slice(0, 2) ?? ''
    const found = await find(beginning)
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThanOrEqual(10)
    const lower = beginning.toLowerCase()
    for (const { object } of found)
      expect(
        [object.dn, ...Object.values(object.attributes).flat()].some(value => value.toLowerCase().includes(lower)),
      ).toBe(true)
  })

  test('tells the units above, nearest first, up to the search base', async () => {
    for (const { anchor, dn, parent } of some()) {
      const [found] = await find(anchor)
      const above = found?.above ?? []
      expect(above[0]).toMatchObject({ anchor: parent, dn: parentDn(dn) })
      expect(above.map(unit => unit.dn)).toEqual(ancestorsOf(dn))
      expect(above.map(unit => unit.isBase)).toEqual(above.map(({ dn: unit }) => unit === sampleBaseDn))
    }
  })

  test.each(['*', ')(objectClass=*', '\\2a', 'a*', '(|(cn=*))', '\0', 'ä'.repeat(150)])(
    'the text %j is a value and never a filter',
    async text => {
      expect(await find(text)).toEqual([])
    },
  )

  test('whoever stands outside of the search base is not found', async () => {
    const [person] = some()
    const elsewhere = people.find(({ dn }) => parentDn(dn) !== parentDn(person?.dn ?? ''))
    const inside = await find(person?.anchor ?? '', { baseDn: parentDn(person?.dn ?? '') })
    expect(inside.map(({ above }) => above.length)).toEqual([1])
    expect(await find(elsewhere?.anchor ?? '', { baseDn: parentDn(person?.dn ?? '') })).toEqual([])
  })

  test('nothing asked is nothing found', async () => {
    expect(await find('  ')).toEqual([])
  })
})

function ancestorsOf(dn: string): string[] {
  const above: string[] = []
  for (let at = parentDn(dn); at !== null; at = at === sampleBaseDn ? null : parentDn(at)) above.push(at)
  return above
}
