import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { listChanges } from '@/lib/store/changes-list'
import { inOrganization } from '@/lib/store/organization'
import { FilterQuery, filterOf } from '../changes/change-filter'
import { GET as download } from '../changes/export/route'
import { type Facets, GET } from './route'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

let database: TestDatabase
let company: TestCompany
let runId: string

const drivers = `OU=Drivers,${fakeBase}`
const person = (at: number, unit = fakeBase) => anchorOf(`CN=Person ${at},${unit}`)
const from = (...names: string[]) => ({ kind: 'attributes', names })
const badge = { key: 'badge', label: 'Badge', source: from('employeeNumber') }

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  const { directory } = company
  directory.unit(drivers)
  for (let at = 31; at <= 36; at++) directory.person(`Person ${at}`, drivers, { department: 'Old' })
  await company.create({ mapping: { custom: [badge] } })
  await company.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${company.organizationId}, ${company.administratorId}, 'ann@example.com', 'Ann', 'auditor', '')`)
  await company.synchronized(30)
  for (let at = 1; at <= 14; at++) directory.set(person(at), { ou: 'Logistics' })
  for (let at = 31; at <= 34; at++) directory.set(person(at, drivers), { ou: 'Transport' })
  for (let at = 12; at <= 20; at++) directory.set(person(at), { title: 'Driver', employeeNumber: `B-${at}` })
  directory.disable(person(30))
  directory.person('New', fakeBase, { ou: 'Logistics', title: 'Clerk' })
  const department = { source: from('ou', 'department') }
  await company.changeSettings({ mapping: { custom: [badge], fields: { department } } })
  await company.changeSettings({ mapping: { custom: [badge], fields: { department } }, leaving: {} })
  runId = (await company.run('preview')).id
  session.current = {
    ...{ administratorId: company.administratorId, organizationId: company.organizationId },
    sessionVersion: 1,
  }
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const params = (id: string) => ({ params: Promise.resolve({ id }) })
async function facetsOf(id: string): Promise<Facets> {
  const response = await GET(new Request(`http://localhost/api/runs/${id}/facets`), params(id))
  expect(response.status).toBe(200)
  return (await response.json()) as Facets
}
async function rowsAt(query: string) {
  const filter = filterOf(FilterQuery.parse(Object.fromEntries(new URLSearchParams(query))))
  const { organizationId } = company
  return inOrganization(organizationId, tx => listChanges(tx, runId, { ...filter, page: 1, pageSize: 50 }))
}

test('the field that most updates change is named with the version that mapped it anew, and leads to exactly these rows', async () => {
  const { updates } = await facetsOf(runId)
  expect(updates?.text).toBe('18 of 24 updates change “Department”. Its mapping was changed in version 2.')
  const { rows, total } = await rowsAt(updates?.query ?? '')
  expect(total).toBe(updates?.people)
  expect(rows.every(({ kind, after }) => kind === 'update' && after?.department != null)).toBe(true)
})

test('each field is offered with as many people as its rows, and an addition changes none', async () => {
  const { fields } = await facetsOf(runId)
  expect(fields).toEqual([
    { field: 'department', name: 'Department', people: 18 },
    { field: 'custom.badge', name: 'badge', people: 9 },
    { field: 'title', name: 'Title', people: 9 },
    { field: 'active', name: 'Sign-in', people: 1 },
  ])
  for (const { field, people } of fields) expect((await rowsAt(`field=${field}`)).total, field).toBe(people)
  expect((await rowsAt('field=title&kind=add')).total).toBe(0)
})

test('a field narrows together with a unit, a kind and a name; the file has the same rows; and nonsense narrows nothing', async () => {
  const unit = new URLSearchParams({ field: 'department', unit: drivers })
  expect((await rowsAt(`${unit}`)).total).toBe(4)
  expect((await rowsAt('field=active&kind=deactivate')).rows.map(row => row.displayName)).toEqual(['Person 30'])
  expect((await rowsAt('field=title&q=person 20')).total).toBe(1)
  expect((await rowsAt('field=office')).total).toBe(0)
  const all = (await rowsAt('')).total
  expect((await rowsAt("field=title'--")).total).toBe(all)
  expect((await rowsAt("field=custom.'--")).total).toBe(all)
  expect((await rowsAt('field=custom.none')).total).toBe(0)
  const file = await download(new Request(`http://localhost/api/runs/${runId}/changes/export?${unit}`), params(runId))
  expect((await file.text()).trim().split('\r\n')).toHaveLength(1 + 4)
})

test('once it was carried out it says so still, and a later plan says nothing of the mapping; few updates are not told', async () => {
  await company.approve(await company.read(runId))
  expect((await facetsOf(runId)).updates?.text).toMatch(/version 2\.$/)
  for (let at = 1; at <= 11; at++) company.directory.set(person(at), { ou: 'Warehouse' })
  const again = await company.run('preview')
  expect((await facetsOf(again.id)).updates?.text).toBe('11 of 11 updates change “Department”.')
  for (let at = 1; at <= 2; at++) company.directory.set(person(at), { ou: 'Logistics' })
  const { updates, fields } = await facetsOf((await company.run('preview')).id)
  expect(updates).toBeNull()
  expect(fields).toEqual([{ field: 'department', name: 'Department', people: 9 }])
})
