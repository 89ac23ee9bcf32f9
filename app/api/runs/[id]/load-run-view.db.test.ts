import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { rejectRun } from '@/lib/runs/reject-run'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { listChanges } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import { rowCounters } from '@/lib/sync/report'
import { FilterQuery, filterOf } from './changes/change-filter'
import { loadRunView } from './load-run-view'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('a rejected plan says who rejected it and why, where a reason was given', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(3)
  const { organizationId } = company
  const rejectedAs = async (reason?: string) => {
    const { id: runId } = await company.run('preview')
    await rejectRun(organizationId, { runId, rejectedBy: 'Olivia', ...(reason && { reason }) })
    return (await inOrganization(organizationId, tx => loadRunView(tx, runId, 'UTC')))?.rejected
  }
  expect(await rejectedAs(' Wrong unit ')).toMatch(/^Olivia rejected this plan on .+ \(“Wrong unit”\)\.$/)
  expect(await rejectedAs()).toMatch(/^Olivia rejected this plan on [^“]+\.$/)
  const { id } = await company.run('preview')
  expect((await inOrganization(organizationId, tx => loadRunView(tx, id, 'UTC')))?.rejected).toBeNull()
})

test('a held run names the unit that was taken out with all who stand in it, and each number leads to as many rows', async () => {
  const company = new TestCompany()
  const { directory, organizationId } = company
  const rules = ['Sales', 'Law'].map(name => ({
    ...{ anchor: directory.unit(`OU=${name},${fakeBase}`), dn: `OU=${name},${fakeBase}`, effect: 'include' },
  }))
  await company.create({ organizationalUnits: { mode: 'chosen', rules } })
  for (const unit of ['Day', 'Night']) {
    directory.unit(`OU=${unit},OU=Law,${fakeBase}`)
    for (let at = 1; at <= 4; at++) directory.person(`Lawyer ${unit} ${at}`, `OU=${unit},OU=Law,${fakeBase}`)
  }
  const sellers = [1, 2, 3, 4].map(at => directory.person(`Seller ${at}`, `OU=Sales,${fakeBase}`))
  await company.approve(await company.run('preview'))
  await company.changeSettings({ organizationalUnits: { mode: 'chosen', rules: rules.slice(0, 1) } })
  for (const anchor of sellers.slice(0, 2)) directory.disable(anchor)
  directory.person('New Seller', `OU=Sales,${fakeBase}`)
  directory.person('Nameless', `OU=Sales,${fakeBase}`, { mail: null })
  const { id } = await company.run()
  const view = await inOrganization(organizationId, tx => loadRunView(tx, id, 'UTC'))
  const rowsAt = async (query: string) => {
    const filter = filterOf(FilterQuery.parse(Object.fromEntries(new URLSearchParams(query))))
    return (await inOrganization(organizationId, tx => listChanges(tx, id, { ...filter, page: 1, pageSize: 5 }))).total
  }
  expect(view?.state).toBe('held')
  expect(view?.causes.map(({ text }) => text)).toEqual([
    '8 of 10 people (80 %): they stand in Law, which is not included any more.',
    '2 of 10 people (20 %): Disabled in the directory.',
  ])
  for (const { people, query } of view?.causes ?? []) expect(await rowsAt(query)).toBe(people)
  expect(await rowsAt('losing=yes')).toBe(view?.plan?.removals)
  expect(view?.report).toMatchObject({
    read: 6,
    added: 1,
    unchanged: 2,
    skipped: 1,
    heldRead: 2,
    notRead: 8,
    heldAbsent: 8,
  })
  for (const counter of rowCounters) {
    expect(await rowsAt(`counter=${counter}`), counter).toBe(view?.report?.[counter])
    expect(view?.counted[counter], counter).toBe(view?.report?.[counter])
  }
  expect(await rowsAt('counter=added,heldAbsent')).toBe(9)
  expect(await rowsAt('kind=skip&reason=problem')).toBe(view?.report?.problems)
})
