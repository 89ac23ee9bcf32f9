import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { encodeObjects } from '@/lib/directory/object-block'
import type { DirectoryObject } from '@/lib/directory/source'
import { stopWaking } from '@/lib/jobs/wake'
import { inOrganization } from '@/lib/store/organization'
import { eachUnmappedPage } from '@/lib/store/snapshots'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'
import { withLists } from './testing/with-lists'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

test('what was read is staged as it was read, whatever stands in it', async () => {
  const company = new TestCompany()
  await company.create()
  const { directory } = company
  const values = ['a\tb\\tc\\', 'line\r\nend', '"quoted" {braces}, \\N', 'Łukasz 🙂 Zoë', 'x'.repeat(100_000)]
  for (const [at, title] of values.entries()) directory.person(`Person ${at}`, fakeBase, { title })
  const cleaned = directory.person('Cleaned', fakeBase)
  const before = directory.objects.get(cleaned)
  if (before) directory.objects.set(cleaned, { ...before, cleaned: ['title', 'a "name" with {braces}'] })
  const run = await company.run('preview')
  await company.sql(sql`delete from mapped_people`)
  const staged: DirectoryObject[] = []
  await inOrganization(company.organizationId, tx =>
    eachUnmappedPage(tx, run.id, 4, null, async page => void staged.push(...page.map(({ object }) => object))),
  )
  const people = [...directory.objects.values()].filter(object => object.kind === 'person')
  expect(new Map(staged.map(object => [object.anchor, object]))).toEqual(
    new Map(people.map(object => [object.anchor, object])),
  )
  expect(staged).toHaveLength(6)
})

test('somebody delivered again has the newest values and counts once, in the same part or a later one, beside lists or not', async () => {
  const company = new TestCompany()
  await company.create()
  const { directory } = company
  const person = directory.objects.get(directory.person('Ann', fakeBase, { title: 'new' }))
  const list = directory.objects.get(directory.list('Sales', fakeBase, []))
  if (!person || !list) throw new Error('Somebody is missing')
  const usn = BigInt(person.usnChanged)
  const [older, newer] = [{ ...person, usnChanged: String(usn - 1n), attributes: { title: ['old'] } }, person]
  // A block of 8 million bytes ends its part.
  const large = { ...person, anchor: anchorOf('filler'), attributes: { cn: ['x'.repeat(8_000_000)] } }
  const deliveries = [
    [[older, newer]],
    [[newer, older]],
    [[older], [newer]],
    [[older], [list, newer]],
    [[older, list], [newer]],
    [[older, large], [newer]],
    [[newer, large], [older]],
    [
      [older, large],
      [newer, list],
    ],
    [[older, list, large], [newer]],
    [
      [older, large],
      [newer, large, list],
    ],
  ]
  const source = withLists(directory.source())
  for (const [at, blocks] of deliveries.entries()) {
    const run = await company.run('preview', {
      source: {
        ...source,
        async *import(request) {
          for await (const event of source.import(request))
            if (event.type !== 'objects') yield event
            else for (const objects of blocks) yield { ...event, block: encodeObjects(0, objects) }
        },
      },
    })
    expect(run.fault, `delivery ${at}`).toBeNull()
    const staged = await company.sql(sql`
      select anchor, attributes ->> 'title' as titles from snapshot_objects
      where run_id = ${run.id} and kind = 'person' and anchor <> ${large.anchor}`)
    expect([...staged], `delivery ${at}`).toEqual([{ anchor: person.anchor, titles: '["new"]' }])
    const [counted] = await company.sql(sql`select objects, people from snapshots where run_id = ${run.id}`)
    const all = new Map(blocks.flat().map(object => [object.anchor, object.kind]))
    const people = [...all.values()].filter(kind => kind === 'person').length
    expect(counted, `delivery ${at}`).toEqual({ objects: all.size, people })
  }
})

test('a source that begins anew is staged from its beginning: of what it delivered before, nothing is left', async () => {
  const company = new TestCompany()
  await company.create()
  const { directory } = company
  for (let at = 0; at < 5_001; at++) directory.person(`Gone ${at}`, fakeBase)
  const before = [...directory.objects.values()].filter(object => object.kind === 'person')
  for (const { anchor } of before.slice(1)) directory.remove(anchor, { tombstone: false })
  const source = directory.source()
  const run = await company.run('preview', {
    source: {
      ...source,
      async *import(request) {
        // More than a part holds: it is staged by the time that everything begins anew.
        yield { type: 'objects', scope: 0, block: encodeObjects(0, before) }
        yield { type: 'begun-anew' }
        yield* source.import(request)
      },
    },
  })
  const [counted] = await company.sql(sql`select people, parts from snapshots where run_id = ${run.id}`)
  expect(counted).toEqual({ people: 1, parts: 1 })
  expect(await company.sql(sql`select count(*)::int from snapshot_objects where run_id = ${run.id}`)).toEqual([
    { count: directory.objects.size },
  ])
})
