import { expect, test } from 'vitest'
import { ConnectionSettings } from '@/lib/settings/connection'
import { surveyLists } from './survey-lists'
import { anchorOf, FakeDirectory, fakeBase } from './testing/fake-source'

const connection = ConnectionSettings.parse({
  ...{
    hosts: [{ host: 'dc1.example.com', port: 636 }],
    security: 'ldaps',
    ca: null,
    baseDn: fakeBase,
    userId: 'reader',
  },
})
const sales = `OU=Sales,${fakeBase}`
const other = `OU=Other,${fakeBase}`
const dn = (name: string, unit: string) => `CN=${name},${unit}`

/** Two in a chosen unit, one elsewhere; a list in a list, in a circle. */
function company() {
  const directory = new FakeDirectory()
  for (const unit of [sales, other]) directory.unit(unit)
  for (const name of ['Ada', 'Bo']) directory.person(name, sales)
  directory.person('Cy', other)
  const mail = (name: string) => ({ mail: `${name}@example.com` })
  directory.list('Inner', other, [dn('Cy', other), dn('Ada', sales), dn('All', other)], mail('inner'))
  directory.list('All', other, [dn('Inner', other), dn('Ada', sales), 'CN=Somebody,DC=elsewhere'], mail('all'))
  directory.list('Secret', other, { code: 'access-denied', args: {} } as never, mail('secret'))
  directory.list('Administrators', other, [], { groupType: '-2147483646' })
  return directory
}

const survey = (directory: FakeDirectory, chosen: string[] = []) =>
  surveyLists(
    {
      source: directory.source(),
      settings: {
        connection,
        organizationalUnits: { mode: 'chosen', rules: [{ anchor: anchorOf(sales), dn: sales, effect: 'include' }] },
      },
      signal: new AbortController().signal,
    },
    chosen,
  )

test('a list is told with everybody whom it reaches, who of them stands elsewhere, and what is nobody', async () => {
  const { lists, partial } = await survey(company())
  expect(partial).toBe(false)
  expect(lists.map(({ name, reached }) => [name, reached])).toEqual([
    ['All', { people: 2, lists: 1, outside: 1, others: 1 }],
    ['Inner', { people: 2, lists: 1, outside: 1, others: 1 }],
    ['Secret', null],
  ])
})

test('a chosen list that is not there any more is told, and so is one that is no distribution list', async () => {
  const directory = company()
  const [all, gone, administrators] = ['All', 'Gone', 'Administrators'].map(name => anchorOf(dn(name, other)))
  const chosen = [all ?? '', gone?.toUpperCase() ?? '', administrators ?? '']
  expect((await survey(directory, chosen)).gone).toEqual([gone?.toUpperCase(), administrators])
})

test('people of several chosen lists are counted once', async () => {
  const directory = company()
  const [all, inner] = ['All', 'Inner'].map(name => anchorOf(dn(name, other)))
  expect((await survey(directory, [all ?? '', inner ?? ''])).reach).toEqual({ people: 2, outside: 1 })
  expect((await survey(directory)).reach).toEqual({ people: 0, outside: 0 })
})
