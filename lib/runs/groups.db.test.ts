import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'
import { groupPlan, groupsOf } from './testing/groups-of'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const sales = `OU=Sales,${fakeBase}`
const north = `OU=North,${sales}`
const law = `OU=Law,${fakeBase}`
const [salesUnit, northUnit, lawUnit] = [anchorOf(sales), anchorOf(north), anchorOf(law)]
const hour = 3_600_000

/** Units Sales with North in it, and Law, a person in each, after the first approved run. */
async function companyWithUnits(settings = {}): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create(settings)
  for (const unit of [sales, north, law, `CN=Users,${fakeBase}`]) company.directory.unit(unit)
  company.directory.person('Ann', sales)
  company.directory.person('Bob', north)
  company.directory.person('Cid', law)
  await company.approve(await company.run('preview'))
  return company
}

const asUnit = (parent: string | null, source = 'directory') => ({ kind: 'organizational-group', source, parent })
const before = { Law: asUnit(null), North: asUnit('Sales'), Sales: asUnit(null) }

test('units become organizational groups below each other; containers and the domain do not', async () => {
  const company = await companyWithUnits()
  expect(await groupsOf(company)).toEqual(before)
  const again = await company.run()
  expect(again).toMatchObject({
    state: 'finished',
    groupReport: { 'organizational-group': { read: 3, unchanged: 3, added: 0, notRead: 0 } },
  })
  expect(await groupPlan(company, again.id)).toEqual({})
  expect(await company.auditEvents(again.id)).toEqual({ 'run.started': 1, 'run.finished': 1 })
})

test('a preview shows what would become of units and changes nothing', async () => {
  const company = new TestCompany()
  await company.create()
  company.directory.unit(sales)
  company.directory.person('Ann', sales)
  const run = await company.run('preview')
  expect(await groupPlan(company, run.id)).toEqual({ Sales: ['add unit-included planned'] })
  expect(run.groupReport).toMatchObject({ 'organizational-group': { read: 1, added: 1 } })
  expect(await groupsOf(company)).toEqual({})
})

test('what an approval binds to has the groups in it', async () => {
  const company = new TestCompany()
  await company.create()
  company.directory.person('Ann', fakeBase)
  const without = await company.run('preview')
  company.directory.unit(sales)
  const withUnit = await company.run('preview')
  expect(withUnit.planHash).not.toBe(without.planHash)
  const again = await company.run('preview')
  expect(again.planHash).toBe(withUnit.planHash)
})

describe('its objectGUID is what a unit is', () => {
  test('renamed: the group follows, and what is below it stays below it', async () => {
    const company = await companyWithUnits()
    company.directory.rename(salesUnit, 'OU=Trade')
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ Trade: ['update group-renamed applied'] })
    expect(await groupsOf(company)).toEqual({ Law: asUnit(null), North: asUnit('Trade'), Trade: asUnit(null) })
    expect(await company.auditEvents(run.id)).toMatchObject({ 'organizational-group.updated': 1 })
  })

  test('moved: the group moves', async () => {
    const company = await companyWithUnits()
    company.directory.move(northUnit, law)
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ North: ['update group-moved applied'] })
    expect(await groupsOf(company)).toMatchObject({ North: asUnit('Law') })
  })

  test('deleted and made again under the same name: another one', async () => {
    const company = await companyWithUnits()
    company.directory.move(anchorOf(`CN=Cid,${law}`), sales)
    company.directory.remove(lawUnit, { tombstone: true })
    const deleted = company.directory.objects.get(lawUnit)
    const made = anchorOf('another Law')
    if (deleted) company.directory.objects.set(made, { ...deleted, anchor: made, deleted: false })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({
      Law: ['add unit-included applied', 'release group-deleted-in-directory applied'],
    })
    const laws = await company.sql(sql`select source from groups where name = 'Law' order by source`)
    expect(laws).toEqual([{ source: 'directory' }, { source: 'local' }])
  })
})

describe('a unit that is not read any more', () => {
  test('absence counts when two complete reads an hour apart missed it; then it is kept as Messenger’s own', async () => {
    const company = await companyWithUnits()
    company.directory.move(anchorOf(`CN=Cid,${law}`), sales)
    company.directory.remove(lawUnit, { tombstone: false })
    const plans = []
    for (const later of [0, hour / 2, hour]) {
      company.now = new Date(company.now.getTime() + later)
      plans.push((await groupPlan(company, (await company.run()).id)).Law)
    }
    expect(plans).toEqual([
      ['suspect group-absent-first-time noted'],
      ['suspect group-absent-within-hour noted'],
      ['release group-absent-twice applied'],
    ])
    expect(await groupsOf(company)).toMatchObject({ Law: asUnit(null, 'local') })
    const after = await company.run()
    expect(await groupPlan(company, after.id)).toEqual({})
  })

  test('a tombstone that was seen acts in the same run', async () => {
    const company = await companyWithUnits({ groups: { goneOrganizationalGroups: 'remove' } })
    company.directory.move(anchorOf(`CN=Cid,${law}`), sales)
    company.directory.remove(lawUnit, { tombstone: true })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ Law: ['remove group-deleted-in-directory applied'] })
    expect(Object.keys(await groupsOf(company))).toEqual(['North', 'Sales'])
    expect(run.groupReport).toMatchObject({ 'organizational-group': { read: 2, notRead: 1, endedAbsent: 1 } })
  })

  test('what was made by hand below it keeps it', async () => {
    const company = await companyWithUnits({ groups: { goneOrganizationalGroups: 'remove' } })
    await company.sql(sql`insert into groups (organization_id, id, kind, name, parent_id, source)
      select organization_id, gen_random_uuid(), 'organizational-group', 'By hand', id, 'local' from groups where name = 'Law'`)
    company.directory.move(anchorOf(`CN=Cid,${law}`), sales)
    company.directory.remove(lawUnit, { tombstone: true })
    const run = await company.run()
    expect(await groupPlan(company, run.id)).toEqual({ Law: ['release group-deleted-in-directory applied'] })
    expect(await groupsOf(company)).toMatchObject({ 'By hand': asUnit('Law', 'local'), Law: asUnit(null, 'local') })
  })

  test('a look-up that fails, a unit that cannot be read, and one that is found after all are no evidence', async () => {
    const company = await companyWithUnits()
    const { directory } = company
    directory.hidden.set(lawUnit, 'with-everything')
    directory.lookUpFault = { code: 'result-code', args: { code: 51, text: 'busy' } }
    const unanswered = await company.run()
    expect(await groupPlan(company, unanswered.id)).toEqual({ Law: ['leave-alone group-look-up-failed noted'] })
    directory.lookUpFault = null
    directory.hidden.clear()
    directory.hidden.set(salesUnit, 'with-everything')
    const hidden = await company.run()
    expect(await groupPlan(company, hidden.id)).toEqual({
      North: ['leave-alone group-unit-unreadable noted'],
      Sales: ['suspect group-absent-first-time noted'],
    })
    directory.hidden.clear()
    directory.late.add(lawUnit)
    const late = await company.run()
    expect(await groupPlan(company, late.id)).toEqual({ Law: ['leave-alone group-present-at-look-up noted'] })
    expect(await groupsOf(company)).toEqual(before)
  })
})

test('a unit that is not included any more goes by its policy, and is taken up again when it is included again', async () => {
  const company = await companyWithUnits()
  const include = (...dns: string[]) => ({
    organizationalUnits: {
      mode: 'chosen',
      rules: dns.map(dn => ({ anchor: anchorOf(dn), dn, effect: 'include' })),
    },
    leaving: { 'out-of-scope': 'leave-alone' },
  })
  await company.changeSettings(include(sales))
  const narrowed = await company.run()
  expect(await groupPlan(company, narrowed.id)).toEqual({ Law: ['release unit-not-included-any-more applied'] })
  expect(await groupsOf(company)).toEqual({ ...before, Law: asUnit(null, 'local') })
  await company.changeSettings(include(sales, law))
  const widened = await company.run()
  expect(await groupPlan(company, widened.id)).toEqual({ Law: ['link group-back-in-directory applied'] })
  expect(await groupsOf(company)).toEqual(before)
})

test('the loss of many organizational groups waits for a person, whatever becomes of them', async () => {
  const company = await companyWithUnits()
  for (const name of ['A', 'B', 'C', 'D']) company.directory.unit(`OU=${name},${fakeBase}`)
  await company.run()
  for (const name of ['A', 'B', 'C', 'D'])
    company.directory.remove(anchorOf(`OU=${name},${fakeBase}`), { tombstone: true })
  company.directory.person('Dan', sales)
  const run = await company.run()
  expect(run).toMatchObject({
    state: 'held',
    holds: [
      { code: 'groups-over-limit', covers: 'groups', args: { ending: 4, linked: 7, kind: 'organizational-group' } },
    ],
    report: { added: 1, unchanged: 3 },
    groupReport: { 'organizational-group': { heldAbsent: 4 } },
  })
  expect(await groupPlan(company, run.id)).toMatchObject({ A: ['release group-deleted-in-directory held'] })
  const approved = await company.approve(run)
  expect(await groupPlan(company, approved.id)).toMatchObject({ A: ['release group-deleted-in-directory applied'] })
  expect(await groupsOf(company)).toMatchObject({ A: asUnit(null, 'local'), D: asUnit(null, 'local') })
})

test('protected organizational groups are neither renamed nor removed', async () => {
  const company = await companyWithUnits()
  const rule = { id: anchorOf('rule'), name: 'Law stays', field: 'name', match: 'exact', values: ['law'] }
  await company.changeSettings({ exclusions: { protected: { groupRules: [rule] } } })
  company.directory.rename(lawUnit, 'OU=Legal')
  const renamed = await company.run()
  expect(await groupPlan(company, renamed.id)).toEqual({ Legal: ['skip group-protected noted'] })
  expect(renamed.ruleCounts).toEqual([{ kind: 'protected-groups', rule: 'Law stays', people: 1 }])
  company.directory.move(anchorOf(`CN=Cid,${law}`), sales)
  company.directory.remove(lawUnit, { tombstone: true })
  const removed = await company.run()
  expect(await groupPlan(company, removed.id)).toEqual({ Law: ['skip group-protected noted'] })
  expect(await groupsOf(company)).toEqual(before)
})

test('an incomplete read ends nothing and changes nothing', async () => {
  const company = await companyWithUnits()
  company.directory.remove(lawUnit, { tombstone: true })
  company.directory.incomplete = { code: 'result-code', args: { code: 3, text: 'time limit' } }
  const run = await company.run()
  expect(run).toMatchObject({ state: 'failed', groupReport: null })
  expect(await groupsOf(company)).toEqual(before)
})
