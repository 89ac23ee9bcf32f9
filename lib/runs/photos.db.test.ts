import { sql } from 'drizzle-orm'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { stopWaking } from '@/lib/jobs/wake'
import { inOrganization } from '@/lib/store/organization'
import { deleteUnusedPictures, readPicture } from '@/lib/store/photos'
import { checkPerson } from './check-person'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
let red: string
let blue: string
beforeAll(async () => {
  database = await testDatabase()
  red = await photoOf('#ff0000')
  blue = await photoOf('#0000ff')
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const photoOf = async (background: string) =>
  (
    await sharp({ create: { width: 320, height: 400, channels: 3, background } })
      .jpeg()
      .toBuffer()
  ).toString('base64')

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const follow = (more: object = {}) => ({ mapping: { photo: { policy: 'directory-wins', ...more } } })

/** Three people with accounts, whose photos are followed from now on. */
async function companyOf(settings: object = follow()): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(3)
  await company.changeSettings(settings)
  return company
}

async function hashesOf(company: TestCompany): Promise<(string | null)[]> {
  const rows = await company.sql<{ photo: string | null }>(sql`
    select a.attributes ->> 'photo' as photo from accounts a join joins j on j.account_id = a.id order by a.display_name`)
  return rows.map(({ photo }) => photo)
}
/** A source that notes whose photos it is asked for. */
function watched(company: TestCompany): { asked: Anchor[]; source: ReturnType<TestCompany['directory']['source']> } {
  const source = company.directory.source()
  const asked: Anchor[] = []
  return {
    asked,
    source: {
      ...source,
      lookUp: (anchors, attributes, signal) => {
        if (attributes.includes('thumbnailPhoto')) asked.push(...anchors)
        return source.lookUp(anchors, attributes, signal)
      },
    },
  }
}
const updatedBy = (company: TestCompany, runId: string) =>
  company.sql<{ before: object; after: object; problems: object[] }>(sql`
    select before, after, problems from changes where run_id = ${runId} and kind = 'update' order by display_name`)

test('a photo is a change with its hash, is stored small and without metadata, and asks for nothing the second time', async () => {
  const company = await companyOf()
  const { organizationId } = company
  company.directory.set(person(1), { thumbnailPhoto: red })
  company.directory.set(person(2), { jpegPhoto: red })
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', report: { updated: 2 }, notices: [] })
  const [first, second, third] = await hashesOf(company)
  expect([first, third]).toEqual([second, null])
  expect(await updatedBy(company, run.id)).toMatchObject([
    { before: { photo: null }, after: { photo: first } },
    { before: { photo: null }, after: { photo: first } },
  ])
  const picture = await inOrganization(organizationId, tx => readPicture(tx, first ?? ''))
  expect(await sharp(picture ?? undefined).metadata()).toMatchObject({ format: 'webp', width: 256, height: 256 })
  const { asked, source } = watched(company)
  expect(await company.run('synchronize', { source })).toMatchObject({ report: { unchanged: 3 } })
  expect(asked).toEqual([])
  company.directory.set(person(3), { title: 'Countess' })
  await company.run('synchronize', { source })
  expect(asked).toEqual([person(3)])
})

test('another photo is followed, and the earlier one is kept for as long as a plan speaks of it', async () => {
  const company = await companyOf()
  const { organizationId } = company
  company.directory.set(person(1), { thumbnailPhoto: red })
  await company.run()
  const [earlier] = await hashesOf(company)
  company.directory.set(person(1), { thumbnailPhoto: blue })
  const run = await company.run()
  const [later] = await hashesOf(company)
  expect(await updatedBy(company, run.id)).toMatchObject([{ before: { photo: earlier }, after: { photo: later } }])
  await inOrganization(organizationId, deleteUnusedPictures)
  const kept = () => company.sql(sql`select hash from photos order by created_at`)
  expect(await kept()).toEqual([{ hash: earlier }, { hash: later }])
  await company.sql(sql`delete from changes`)
  await inOrganization(organizationId, deleteUnusedPictures)
  expect(await kept()).toEqual([{ hash: later }])
})

test('what is no picture, or too large, is a named problem, leaves the account as it is and keeps nobody out', async () => {
  const company = await companyOf(follow({ largest: 1 }))
  company.directory.set(person(1), { thumbnailPhoto: Buffer.from('a photo').toString('base64') })
  const large = Buffer.concat([Buffer.from(red, 'base64'), Buffer.alloc(1024)]).toString('base64')
  company.directory.set(person(2), { thumbnailPhoto: large, title: 'Baron' })
  company.directory.person('Person 4', fakeBase, { thumbnailPhoto: 'AAAA' })
  const run = await company.run()
  expect(run).toMatchObject({
    state: 'finished',
    report: { updated: 1, added: 1, problems: 0 },
    notices: [{ code: 'photos-refused', args: { people: 3, example: 'Person 1' } }],
  })
  expect(await updatedBy(company, run.id)).toMatchObject([
    { after: { title: 'Baron' }, problems: [{ code: 'photo-too-large', args: { largest: 1 } }] },
  ])
  expect(await hashesOf(company)).toEqual([null, null, null, null])
})

test.each([
  [{ kind: 'leave' }, 0],
  [{ kind: 'clear' }, 1],
] as const)('a photo that is gone from the directory: %j', async (ifEmpty, updated) => {
  const company = await companyOf(follow({ ifEmpty }))
  company.directory.set(person(1), { thumbnailPhoto: red })
  await company.run()
  const object = company.directory.objects.get(person(1))
  if (!object) throw new Error('There is nobody')
  const { thumbnailPhoto: _, ...attributes } = object.attributes
  company.directory.objects.set(person(1), { ...object, attributes })
  company.directory.set(person(1), { title: 'Countess' })
  expect(await company.run()).toMatchObject({ state: 'finished' })
  const [hash] = await hashesOf(company)
  expect(hash === null).toBe(updated === 1)
})

test('a directory that does not answer takes nobody’s photo away, and is asked again', async () => {
  const company = await companyOf(follow({ ifEmpty: { kind: 'clear' } }))
  company.directory.set(person(1), { thumbnailPhoto: red })
  await company.run()
  const [hash] = await hashesOf(company)
  company.directory.set(person(1), { thumbnailPhoto: blue })
  company.directory.lookUpFault = { code: 'connection-lost', args: { host: 'dc1' } }
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', notices: [{ code: 'photos-not-read', args: { people: 1 } }] })
  expect((await hashesOf(company))[0]).toBe(hash)
  company.directory.lookUpFault = null
  expect(await company.run()).toMatchObject({ report: { updated: 1 }, notices: [] })
})

test('one entry that does not fit into an answer keeps nobody else’s photo', async () => {
  const company = await companyOf()
  for (const at of [1, 2, 3]) company.directory.set(person(at), { thumbnailPhoto: red })
  const source = company.directory.source()
  const lookUp: typeof source.lookUp = (anchors, attributes, signal) => {
    if (attributes.includes('thumbnailPhoto') && anchors.includes(person(2)))
      company.directory.lookUpFault = { code: 'entry-too-large', args: { megabytes: 8 } }
    else company.directory.lookUpFault = null
    return source.lookUp(anchors, attributes, signal)
  }
  const run = await company.run('synchronize', { source: { ...source, lookUp } })
  expect(run).toMatchObject({ report: { updated: 2 }, notices: [{ code: 'photos-refused', args: { people: 1 } }] })
})

test('an answer about another state of the person, as another server may give it, is asked for again', async () => {
  const company = await companyOf()
  company.directory.set(person(1), { thumbnailPhoto: red })
  const source = company.directory.source()
  const lookUp: typeof source.lookUp = async function* (...asked) {
    for await (const results of source.lookUp(...asked))
      yield results.map(({ anchor, object }) => ({
        anchor,
        object: object && anchor === person(1) ? { ...object, usnChanged: '7' } : object,
      }))
  }
  await company.run('synchronize', { source: { ...source, lookUp } })
  const { asked, source: second } = watched(company)
  await company.run('synchronize', { source: second })
  expect(asked).toEqual([person(1)])
  await company.run('synchronize', { source: second })
  expect(asked).toEqual([person(1)])
})

test('nobody is asked where photos are not managed, and a check tells of the photo without keeping anything', async () => {
  const company = await companyOf({})
  const { asked, source } = watched(company)
  company.directory.set(person(1), { thumbnailPhoto: red })
  expect(await company.run('synchronize', { source })).toMatchObject({ report: { updated: 0 } })
  expect(asked).toEqual([])
  await company.changeSettings(follow())
  const { organizationId, connectorId } = company
  const check = { organizationId, connectorId, version: 3, query: 'Person 1', source }
  const { people } = await checkPerson({ ...check, signal: new AbortController().signal })
  expect(people[0]?.change?.after).toEqual({ photo: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(await company.sql(sql`select hash from photos`)).toEqual([])
})
