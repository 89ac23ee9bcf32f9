import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { checkPerson } from './check-person'
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

const [staff, board] = [`OU=Staff,${fakeBase}`, `OU=Board,${fakeBase}`]
const boss = `CN=Grace,${board}`
const only = (...units: string[]) => ({
  organizationalUnits: {
    mode: 'chosen',
    rules: units.map(dn => ({ anchor: anchorOf(dn), dn, effect: 'include' })),
  },
})

/** Ada and Ben, whose managers stand in a unit that is not read, or nowhere. */
async function company(more: object = {}): Promise<TestCompany> {
  const made = new TestCompany()
  await made.create({ ...only(staff), ...more })
  const { directory } = made
  for (const unit of [staff, board]) directory.unit(unit)
  directory.person('Grace', board)
  directory.person('Ada', staff, { manager: boss })
  directory.person('Ben', staff, { manager: `CN=Nobody,${board}` })
  return made
}
const managers = async (made: TestCompany) =>
  Object.fromEntries(
    (
      await made.sql<{ name: string; manager: string | null }>(
        sql`select display_name as name, attributes ->> 'manager' as manager from accounts order by 1`,
      )
    ).map(({ name, manager }) => [name, manager]),
  )

test('a manager outside of what is read is known by objectGUID, and the account of one who joins later is the same manager', async () => {
  const made = await company()
  const { organizationId, connectorId } = made
  const check = { organizationId, connectorId, version: 1, query: 'Ada', source: made.directory.source() }
  const { people } = await checkPerson({ ...check, signal: new AbortController().signal })
  expect(people[0]?.change?.after).toMatchObject({ manager: anchorOf(boss) })
  await made.approve(await made.run('preview'))
  expect(await managers(made)).toEqual({ Ada: anchorOf(boss), Ben: null })
  expect(await made.run()).toMatchObject({ state: 'finished', report: { unchanged: 2, updated: 0 } })
  await made.changeSettings(only(staff, board))
  const run = await made.run('preview')
  await made.approve(run)
  expect(await managers(made)).toEqual({ Ada: anchorOf(boss), Ben: null, Grace: null })
  const [row] = await made.sql<{ changes: number }>(sql`
    select count(*)::int as changes from changes where run_id = ${run.id} and kind = 'update'`)
  expect(row?.changes).toBe(0)
})

test('a directory that does not tell who the manager is takes nobody’s manager away', async () => {
  const made = await company({
    mapping: { fields: { manager: { policy: 'directory-wins', ifEmpty: { kind: 'clear' } } } },
  })
  await made.approve(await made.run('preview'))
  made.directory.lookUpFault = { code: 'connection-lost', args: { host: 'dc1' } }
  expect(await made.run()).toMatchObject({ state: 'finished', report: { updated: 0 } })
  expect(await managers(made)).toEqual({ Ada: anchorOf(boss), Ben: null })
})

test('nobody is asked for where the mapping does not follow managers', async () => {
  const made = await company({
    mapping: { fields: { manager: { policy: 'not-managed', ifEmpty: { kind: 'leave' } } } },
  })
  const asked: string[][] = []
  const source = made.directory.source()
  const identify = async (dns: readonly string[], signal: AbortSignal) => {
    asked.push([...dns])
    return source.identify(dns, signal)
  }
  await made.run('preview', { source: { ...source, identify } })
  expect(asked).toEqual([])
})
