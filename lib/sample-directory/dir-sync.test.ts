import { afterEach, beforeEach, expect, test } from 'vitest'
import { generateCompany, type PersonRecord } from './company'
import { type SampleDirectory, type SampleDirectoryOptions, startSampleDirectory } from './server'
import { sampleAccounts, sampleCredentials } from './settings'
import { type DirSyncSearch, dirSync } from './testing/dir-sync'
import { WatchedClient } from './testing/paged-search'

const company = generateCompany({ seed: 14, people: 60 })
const [anna, bert, carla] = company.people.filter(person => person.kind === 'employee').slice(1) as [
  PersonRecord,
  PersonRecord,
  PersonRecord,
]
let sample: SampleDirectory
const start = (options: Partial<SampleDirectoryOptions> = {}) =>
  startSampleDirectory({ company, mutableForTests: true, ...options })
beforeEach(async () => {
  sample = await start()
})
afterEach(() => sample.stop())

async function changes(search: Partial<DirSyncSearch> = {}, userId: string = sampleCredentials.userId) {
  const client = new WatchedClient({ url: sample.url, tlsOptions: { ca: sample.caPem } })
  try {
    await client.bind(userId, sampleCredentials.password)
    const filter = '(|(objectCategory=person)(objectClass=organizationalUnit)(isDeleted=TRUE))'
    const attributes = ['title', 'mail', 'name', 'isDeleted', 'manager']
    return await dirSync(client, { base: company.baseDn, filter, attributes, ...search })
  } finally {
    await client.unbind()
  }
}
const shown = ({ entries }: Awaited<ReturnType<typeof changes>>) =>
  entries.map(({ dn: _, objectGUID: __, instanceType: ___, ...values }) =>
    // ldapts gives every attribute that was asked for, the absent ones without values.
    Object.fromEntries(Object.entries(values).filter(([, value]) => !(Array.isArray(value) && value.length === 0))),
  )

test('of a changed object only what changed is given, and nothing of one that changed in other attributes', async () => {
  const { cookie } = await changes()
  sample.directory.setAttribute(anna.anchor, 'title', ['Navigator'])
  sample.directory.setAttribute(bert.anchor, 'mail', [])
  sample.directory.setAttribute(carla.anchor, 'description', ['Somewhere else'])
  expect(shown(await changes({ cookie }))).toEqual([{ title: 'Navigator' }, {}])
})

test('a renamed unit is given alone, without anybody below it; a moved person under the new name', async () => {
  const { cookie } = await changes()
  const [sales, it] = ['Sales', 'IT'].map(name => company.units.find(unit => unit.name === name)?.anchor)
  sample.directory.renameUnit(sales ?? expect.fail(), 'Vertrieb')
  sample.directory.move(anna.anchor, it ?? expect.fail())
  const { entries } = await changes({ cookie })
  expect(entries.map(entry => entry.dn)).toEqual([
    sample.directory.dnOf(sales ?? anna.anchor),
    sample.directory.dnOf(anna.anchor),
  ])
})

test('the deleted come without being asked for, but only to who may see them', async () => {
  const { cookie } = await changes()
  sample.directory.delete(anna.anchor)
  expect(shown(await changes({ cookie }))).toMatchObject([{ isDeleted: 'TRUE' }])
  sample.directory.setDeletedReadable(false)
  expect(shown(await changes({ cookie }))).toEqual([])
  expect(shown(await changes({ cookie, flags: 0 }, sampleAccounts.administrator))).toMatchObject([
    { isDeleted: 'TRUE' },
  ])
})

test('who lost a manager to deletion is not given: links from outside are cleaned up without a change', async () => {
  sample.directory.setAttribute(bert.anchor, 'manager', [anna.anchor])
  const { cookie } = await changes()
  sample.directory.delete(anna.anchor)
  expect((await changes({ cookie })).entries).toHaveLength(1)
})

test('many changes come in several answers, each change once, whatever happens meanwhile', async () => {
  await sample.stop()
  sample = await start({ dirSync: 7 })
  const { cookie, answers, entries } = await changes()
  expect(answers).toBeGreaterThan(10)
  expect(new Set(entries.map(entry => entry.dn)).size).toBe(entries.length)
  for (const { anchor } of company.people) sample.directory.setAttribute(anchor, 'title', ['Navigator'])
  expect((await changes({ cookie })).entries).toHaveLength(company.people.length)
})

test('another generation of the database begins anew', async () => {
  const { cookie, entries } = await changes()
  sample.directory.restore()
  expect((await changes({ cookie })).entries).toHaveLength(entries.length)
})
