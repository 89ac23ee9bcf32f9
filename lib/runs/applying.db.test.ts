import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { listManagedAccounts, listPeople } from '@/lib/store/accounts'
import { noAttributes } from '@/lib/store/accounts-facts'
import { listChanges } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)

async function companyOf(people: number, settings = {}): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create(settings)
  await company.synchronized(people)
  return company
}

test('rows that the database refuses fail alone, wherever they stand; their neighbors are carried out', async () => {
  const company = new TestCompany()
  await company.create()
  for (let at = 1; at <= 30; at++) company.directory.person(`Person ${at}`, fakeBase)
  const preview = await company.run('preview')
  const refused = [3, 4, 17, 30]
  // Between planning and applying somebody takes their addresses.
  let taken = false
  const failpoint = async (point: string) => {
    if (point !== 'page-decided' || taken) return
    taken = true
    const attributes = JSON.stringify(noAttributes)
    for (const at of refused)
      await company.sql(sql`insert into accounts (organization_id, id, attributes, email_key)
        values (${company.organizationId}, ${randomUUID()}, ${attributes}::text::jsonb,
          ${`person.${at}@${company.directory.domain}`})`)
  }
  const applied = await company.approve(preview, { failpoint })
  expect(applied.report).toMatchObject({ read: 30, added: 26, failedRead: 4 })
  expect(await company.plan(applied.id)).toEqual({ 'add new-in-scope applied': 26, 'add new-in-scope failed': 4 })
  expect(await company.sql(sql`select failure, display_name from changes where state = 'failed' order by 2`)).toEqual(
    refused.map(at => ({ failure: 'address-in-use', display_name: `Person ${at}` })).sort(byName),
  )
})

test('an account that Messenger refuses, as when no seat is left, fails alone: the rest is done, told as a part, and tried again', async () => {
  const company = new TestCompany()
  await company.create()
  for (let at = 1; at <= 12; at++) company.directory.person(`Person ${at}`, fakeBase)
  const preview = await company.run('preview')
  const owner = postgres(database.ownerUrl, { max: 1 })
  await owner.unsafe(`
    create function seats() returns trigger language plpgsql as $$ begin
      if (select count(*) from accounts where organization_id = new.organization_id) >= 7 then
        raise exception 'No seat is left' using errcode = 'check_violation';
      end if; return new; end $$;
    create trigger seats before insert on accounts for each row execute function seats()`)
  const applied = await company.approve(preview)
  expect(applied.report).toMatchObject({ read: 12, added: 7, failedRead: 5 })
  expect(await company.plan(applied.id)).toEqual({ 'add new-in-scope applied': 7, 'add new-in-scope failed': 5 })
  expect(await company.sql(sql`select distinct failure from changes where state = 'failed'`)).toEqual([
    { failure: 'value-refused' },
  ])
  await owner.unsafe('drop trigger seats on accounts; drop function seats()')
  await owner.end()
  expect((await company.run()).report).toMatchObject({ added: 5, unchanged: 7, failedRead: 0 })
})

test('nothing that the directory says makes anybody an administrator', async () => {
  const company = new TestCompany()
  await company.create({
    distributionLists: { mode: 'all' },
    mapping: { custom: [{ key: 'rank', label: 'Role', source: { kind: 'attributes', names: ['employeeType'] } }] },
  })
  const powers = { adminCount: '1', employeeType: 'owner', title: 'Administrator' }
  company.directory.person('Ada', fakeBase, powers)
  company.directory.person('Ben', fakeBase, powers)
  for (const name of ['Administrators', 'Owners', 'Domain Admins'])
    company.directory.list(name, fakeBase, [`CN=Ada,${fakeBase}`], {
      mail: `${name.replace(' ', '')}@${company.directory.domain}`,
    })
  await company.approve(await company.run('preview'))
  expect(await company.sql(sql`select role, break_glass, attributes ->> 'custom.rank' as rank from accounts`)).toEqual(
    Array(2).fill({ role: 'member', break_glass: false, rank: 'owner' }),
  )
  expect(await company.sql(sql`select count(*)::int as n from group_members`)).toEqual([{ n: 3 }])
})

const byName = (one: { display_name: string }, other: { display_name: string }) =>
  one.display_name < other.display_name ? -1 : 1

test('an unmanaged account with the same verified address is linked; an unverified or privileged one is not', async () => {
  const company = new TestCompany()
  await company.create()
  await company.byHand('person.1')
  await company.byHand('person.2', { verified: false })
  await company.byHand('person.3', { role: 'administrator' })
  for (let at = 1; at <= 4; at++) company.directory.person(`Person ${at}`, fakeBase)
  const applied = await company.approve(await company.run('preview'))
  expect(await company.plan(applied.id)).toEqual({
    'add new-in-scope applied': 1,
    'link same-verified-mail applied': 1,
    'skip account-privileged noted': 1,
    'skip address-in-use noted': 1,
  })
  expect((await company.run()).report).toMatchObject({ unchanged: 2, skipped: 2, updated: 0 })
})

test('changed values are updated, a renamed and moved person stays the same account', async () => {
  const company = await companyOf(10)
  const { directory } = company
  directory.unit(`OU=Law,${fakeBase}`)
  directory.set(person(1), { displayName: 'Person Renamed', mail: `renamed@${directory.domain}`, title: 'Judge' })
  directory.move(person(1), `OU=Law,${fakeBase}`)
  const run = await company.run()
  expect(run.report).toMatchObject({ updated: 1, unchanged: 9, added: 0, deactivatedRead: 0 })
  const [change] = (
    await inOrganization(company.organizationId, tx =>
      listChanges(tx, run.id, { query: 'RENAMED', page: 1, pageSize: 5 }),
    )
  ).rows
  expect(change).toMatchObject({
    kind: 'update',
    state: 'applied',
    before: { displayName: 'Person 1', title: null },
    after: { displayName: 'Person Renamed', title: 'Judge' },
  })
  const found = await inOrganization(company.organizationId, tx =>
    listManagedAccounts(tx, { query: 'renamed', page: 1, pageSize: 5 }),
  )
  expect(found).toMatchObject({ total: 1, rows: [{ anchor: person(1), unit: `OU=Law,${fakeBase}` }] })
  expect((await company.run()).report).toMatchObject({ updated: 0, unchanged: 10 })
})

test('an address that one person gives up can be taken by the next in the same run', async () => {
  const company = await companyOf(10)
  const { directory } = company
  directory.set(person(1), { mail: `elsewhere@${directory.domain}` })
  directory.person('Person New', fakeBase, { mail: `person.1@${directory.domain}` })
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', report: { updated: 1, added: 1, failedRead: 0 } })
})

test('people who leave the chosen units leave by the policy; nobody outside is ever added', async () => {
  const company = new TestCompany()
  const { directory } = company
  const sales = directory.unit(`OU=Sales,${fakeBase}`)
  const interns = directory.unit(`OU=Interns,OU=Sales,${fakeBase}`)
  directory.unit(`OU=Law,${fakeBase}`)
  const rules = [
    { anchor: sales, dn: `OU=Sales,${fakeBase}`, effect: 'include' },
    { anchor: interns, dn: `OU=Interns,OU=Sales,${fakeBase}`, effect: 'exclude' },
  ]
  await company.create({ organizationalUnits: { mode: 'chosen', rules }, leaving: { 'out-of-scope': 'suspend' } })
  const people = Array.from({ length: 10 }, (_, at) => directory.person(`Seller ${at}`, `OU=Sales,${fakeBase}`))
  directory.person('Intern', `OU=Interns,OU=Sales,${fakeBase}`)
  directory.person('Lawyer', `OU=Law,${fakeBase}`)
  const applied = await company.approve(await company.run('preview'))
  expect(applied.report).toMatchObject({ read: 11, added: 10, skipped: 1 })

  directory.move(people[0] ?? sales, `OU=Law,${fakeBase}`)
  directory.move(people[1] ?? sales, `OU=Interns,OU=Sales,${fakeBase}`)
  const run = await company.run()
  expect(await company.plan(run.id)).toEqual({
    'skip not-in-scope noted': 1,
    'suspend moved-out-of-scope applied': 2,
  })
  expect(run.report).toMatchObject({ deactivatedRead: 1, deactivatedAbsent: 1 })
  directory.move(people[0] ?? sales, `OU=Sales,${fakeBase}`)
  expect((await company.run()).report).toMatchObject({ reactivated: 1 })
})

test('one organization neither sees nor touches another one’s people', async () => {
  const [one, other] = [await companyOf(6), await companyOf(7)]
  const pages: number[] = []
  await inOrganization(one.organizationId, async tx => {
    for await (const page of listPeople(tx, 4)) pages.push(page.length)
  })
  expect(pages).toEqual([4, 2])
  expect((await other.run()).report).toMatchObject({ read: 7, unchanged: 7, notRead: 0 })
})

test('what older runs staged is deleted; the newest two runs keep theirs', async () => {
  const company = await companyOf(6)
  await company.run()
  const last = await company.run()
  const kept = await company.sql<{ run: string; objects: number }>(
    sql`select run_id as run, count(*)::int as objects from snapshot_objects group by 1`,
  )
  expect(kept).toHaveLength(2)
  expect(kept.map(row => row.run)).toContain(last.id)
})

test('a snapshot that lost a row is never planned from', async () => {
  const company = await companyOf(6)
  let damaged = false
  const failpoint = async (point: string) => {
    if (point !== 'part-staged' || damaged) return
    damaged = true
    await company.sql(sql`delete from snapshot_objects where anchor = ${person(1)}
      and run_id = (select id from runs where state = 'importing')`)
  }
  const run = await company.run('synchronize', { failpoint })
  expect(run).toMatchObject({ state: 'failed', fault: { code: 'snapshot-damaged' } })
})
