import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { decodeObjects, encodeObjects } from '@/lib/directory/object-block'
import { stopWaking } from '@/lib/jobs/wake'
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

async function staffedCompany(): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  for (const name of ['Ann', 'Bob', 'Cid']) company.directory.person(name, fakeBase)
  return company
}

type ListRow = { dn: string; members: number | null; fault: { code: string } | null; held: string[] }
const storedLists = (company: TestCompany, runId: string) =>
  company.sql<ListRow>(sql`
    select o.dn, o.members, o.members_fault as fault,
      array(select m.dn_key from snapshot_members m where m.run_id = o.run_id and m.list = o.anchor order by position) as held
    from snapshot_objects o where o.run_id = ${runId} and o.kind = 'list' order by o.dn`)

test('lists are kept with their members in canonical form, and an unreadable one is known as such, not as empty', async () => {
  const company = await staffedCompany()
  const { directory } = company
  directory.list('Sales', fakeBase, [`CN=Ann,${fakeBase}`, `cn=BOB, ${fakeBase}`, 'not a name'])
  directory.list('Empty', fakeBase, [])
  directory.list('Unknown', fakeBase, { code: 'result-code', args: { code: 51, text: 'busy' } })
  const run = await company.run('preview', { source: withLists(company.directory.source()) })
  expect(run).toMatchObject({ state: 'previewed', fault: null, report: { read: 3, added: 3 } })
  expect(await storedLists(company, run.id)).toMatchObject([
    { dn: `CN=Empty,${fakeBase}`, members: 0, fault: null, held: [] },
    {
      dn: `CN=Sales,${fakeBase}`,
      members: 3,
      fault: null,
      held: ['cn=ann,dc=example,dc=com', 'cn=bob,dc=example,dc=com', 'not a name'],
    },
    { dn: `CN=Unknown,${fakeBase}`, members: null, fault: { code: 'result-code' }, held: [] },
  ])
})

test('a run that does not ask for lists reads none', async () => {
  const company = await staffedCompany()
  company.directory.list('Sales', fakeBase, [`CN=Ann,${fakeBase}`])
  const run = await company.run('preview')
  expect(await storedLists(company, run.id)).toEqual([])
})

test('a list delivered again has the members of its newest version, in the same part or a later one', async () => {
  const company = await staffedCompany()
  const { directory } = company
  const list = directory.list('Sales', fakeBase, [`CN=Ann,${fakeBase}`, `CN=Bob,${fakeBase}`])
  const source = withLists(company.directory.source())
  const older = structuredClone(directory.objects.get(list))
  directory.setMembers(list, [`CN=Cid,${fakeBase}`])
  const newer = structuredClone(directory.objects.get(list))
  if (!older || !newer) throw new Error('The list is missing')
  // A block of 8 million bytes ends its part.
  const filler = { ...newer, anchor: anchorOf('filler'), dn: `CN=Filler,${fakeBase}`, members: [] }
  const large = { ...filler, attributes: { cn: ['x'.repeat(8_000_000)] } }
  const emptied = { ...newer, members: [] }
  const deliveries = [
    [[older, newer]],
    [[newer, older]],
    [[emptied, newer]],
    [[older, large], [newer]],
    [[newer, large], [older]],
    [[emptied, large], [newer]],
  ]
  for (const blocks of deliveries) {
    const run = await company.run('preview', {
      source: {
        ...source,
        async *import(request) {
          for await (const event of source.import(request)) {
            if (event.type === 'objects') {
              const others = decodeObjects(event.block).filter(object => object.kind !== 'list')
              yield { ...event, block: encodeObjects(0, others) }
              for (const objects of blocks) yield { ...event, block: encodeObjects(0, objects) }
            } else yield event
          }
        },
      },
    })
    expect(run.fault).toBeNull()
    const [stored] = (await storedLists(company, run.id)).filter(({ dn }) => dn === newer.dn)
    expect(stored).toMatchObject({ members: 1, held: ['cn=cid,dc=example,dc=com'] })
  }
})

test('members that were lost from the database after staging keep the run from planning', async () => {
  const company = await staffedCompany()
  company.directory.list('Sales', fakeBase, [`CN=Ann,${fakeBase}`, `CN=Bob,${fakeBase}`])
  const runId = await company.start('preview')
  const losing = async () => {
    await company.sql(sql`delete from snapshot_members where run_id = ${runId} and position = 2`)
  }
  await company.advance(runId, {
    source: withLists(company.directory.source()),
    failpoint: point => (point === 'part-staged' ? losing() : undefined),
  })
  expect(await company.read(runId)).toMatchObject({ state: 'failed', fault: { code: 'snapshot-damaged' } })
})

test('an object whose DN is longer than an index takes is stored like any other', async () => {
  const company = await staffedCompany()
  let unit = fakeBase
  for (let level = 0; level < 30; level++) {
    unit = `OU=${'ł'.repeat(60)}${level},${unit}`
    company.directory.unit(unit)
  }
  company.directory.person('Deep', unit)
  company.directory.list('Deep list', fakeBase, [`CN=Deep,${unit}`])
  const run = await company.run('preview', { source: withLists(company.directory.source()) })
  expect(run).toMatchObject({ fault: null, report: { read: 4 } })
  const joined = await company.sql(sql`select o.dn from snapshot_members m join snapshot_objects o
    on o.run_id = m.run_id and o.dn_key = m.dn_key where m.run_id = ${run.id}`)
  expect(joined).toEqual([{ dn: `CN=Deep,${unit}` }])
})
