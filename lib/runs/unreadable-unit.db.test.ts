import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
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

const staff = `OU=Staff,${fakeBase}`
const berlin = `OU=Berlin,${staff}`
const team = `OU=Team,${berlin}`
const chosen = { mode: 'chosen', rules: [{ anchor: anchorOf(staff), dn: staff, effect: 'include' }] }

/** Twenty people in the company's unit, three below Berlin; and who reads them sees everything so far. */
async function companyWithBerlin(organizationalUnits: unknown = { mode: 'all' }): Promise<TestCompany> {
  const company = new TestCompany()
  const { directory } = company
  for (const unit of [staff, berlin, team]) directory.unit(unit)
  for (let at = 1; at <= 20; at++) directory.person(`Person ${at}`, staff)
  for (const [name, unit] of Object.entries({ Anna: berlin, Bert: team, Cleo: team })) directory.person(name, unit)
  await company.create({ organizationalUnits })
  await company.approve(await company.run('preview'))
  return company
}

const active = async (company: TestCompany) => [...(await company.accounts()).values()].filter(one => one.active).length
const clocks = (company: TestCompany) => company.sql(sql`select 1 from joins where suspected_at is not null`)

test.each([
  [
    'a unit that may not be read any more',
    (company: TestCompany) => company.directory.hidden.set(anchorOf(berlin), 'with-everything'),
  ],
  [
    'a unit that was moved to where nothing may be read',
    ({ directory }: TestCompany) => {
      directory.hidden.set(directory.unit(`OU=Closed,${fakeBase}`), 'with-everything')
      directory.move(anchorOf(berlin), `OU=Closed,${fakeBase}`)
    },
  ],
])('%s takes nobody’s account, however long and often it is missed', async (_, happens) => {
  const company = await companyWithBerlin()
  happens(company)
  for (const hours of [0, 2, 1000]) {
    company.now = new Date(company.now.getTime() + hours * 3_600_000)
    const run = await company.run()
    expect(run).toMatchObject({ state: 'finished', report: { suspected: 3, deactivatedAbsent: 0, unchanged: 20 } })
    expect(await company.plan(run.id)).toEqual({ 'suspect absent-unit-unreadable noted': 3 })
    expect(await clocks(company)).toEqual([])
  }
  expect(await active(company)).toBe(23)
  company.directory.hidden.clear()
  expect((await company.run()).report).toMatchObject({ unchanged: 23, suspected: 0 })
})

test('whoever is seen below a unit that is not, is neither taken out nor let in', async () => {
  const company = await companyWithBerlin(chosen)
  company.directory.hidden.set(anchorOf(berlin), 'alone')
  company.directory.person('Dora', team)
  const run = await company.run()
  expect(run).toMatchObject({ state: 'finished', report: { read: 24, unchanged: 20, skipped: 4, added: 0 } })
  expect(await company.plan(run.id)).toEqual({ 'skip unit-unreadable noted': 4 })
  expect(await active(company)).toBe(23)
  company.directory.hidden.clear()
  expect((await company.run()).report).toMatchObject({ unchanged: 23, added: 1 })
})

test('below a unit that is not seen, a flag that is seen still counts', async () => {
  const company = await companyWithBerlin(chosen)
  company.directory.hidden.set(anchorOf(berlin), 'alone')
  company.directory.disable(anchorOf(`CN=Cleo,${team}`))
  expect(await company.plan((await company.run()).id)).toEqual({
    'deactivate disabled-in-directory applied': 1,
    'skip unit-unreadable noted': 2,
  })
})

test('somebody who moved to a new unit inside, while the directory was being read, stays', async () => {
  const company = await companyWithBerlin(chosen)
  const { directory } = company
  const hamburg = directory.unit(`OU=Hamburg,${staff}`)
  const anna = anchorOf(`CN=Anna,${berlin}`)
  directory.move(anna, `OU=Hamburg,${staff}`)
  for (const late of [hamburg, anna]) directory.late.add(late)
  const run = await company.run()
  expect(await company.plan(run.id)).toEqual({ 'leave-alone present-at-look-up noted': 1 })
  directory.late.clear()
  expect((await company.run()).report).toMatchObject({ unchanged: 23 })
})

test('somebody who moved to a unit outside of what is read leaves at once, as before', async () => {
  const company = await companyWithBerlin(chosen)
  company.directory.unit(`OU=Elsewhere,${fakeBase}`)
  company.directory.move(anchorOf(`CN=Anna,${berlin}`), `OU=Elsewhere,${fakeBase}`)
  expect(await company.plan((await company.run()).id)).toEqual({ 'deactivate moved-out-of-scope applied': 1 })
})
