import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { sourceFor } from '../testing/reading'

const company = generateCompany({ seed: 7, people: 150 })
const signal = new AbortController().signal
let server: SampleDirectory
beforeAll(async () => {
  server = await startSampleDirectory({ company, mutableForTests: true })
})
afterAll(() => server.stop())
const describe = (references: readonly string[], changes = {}) =>
  sourceFor({ port: server.port, ca: server.caPem }, { ...sampleCredentials, ...changes }).describeObjects(
    references,
    signal,
  )

test('names in any spelling and identities say what stands there; what is nobody’s list is told apart', async () => {
  const [list, person, contact, unit] = [company.lists[0], company.people[3], company.contacts[0], company.units[1]]
  if (!list || !person || !contact || !unit) throw new Error('The company lacks something')
  const found = await describe([
    list.dn.toUpperCase(),
    person.anchor,
    contact.dn,
    unit.dn,
    'CN=Nobody,DC=northwind,DC=example',
  ])
  expect(found).toEqual([
    { anchor: list.anchor, dn: list.dn, kind: 'list' },
    { anchor: person.anchor, dn: person.dn, kind: 'person' },
    { anchor: contact.anchor, dn: contact.dn, kind: 'other' },
    { anchor: unit.anchor, dn: unit.dn, kind: 'unit' },
    null,
  ])
})

test('more than fit into one search are all answered, in their order', async () => {
  const people = company.people.slice(0, 130)
  const found = await describe(people.map(({ dn }) => dn))
  expect(found.map(object => object?.anchor)).toEqual(people.map(({ anchor }) => anchor))
})

test('below a unit the whole domain is still known; what is elsewhere or no name is not asked for', async () => {
  const [list, unit] = [company.lists[0], company.units.find(({ name }) => name === 'Contacts')]
  const found = await describe([list?.dn ?? '', 'CN=X,DC=elsewhere,DC=example', 'no name', ''], { baseDn: unit?.dn })
  expect(found.map(object => object?.kind ?? null)).toEqual(['list', null, null, null])
})

test('what the account may not see is not there', async () => {
  const [list] = company.lists
  if (!list) throw new Error('The company has no lists')
  server.directory.setHidden(list.anchor, true)
  expect(await describe([list.dn, list.anchor])).toEqual([null, null])
  server.directory.setHidden(list.anchor, false)
})
