import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { inOrganization } from '@/lib/store/organization'
import { pageOfPeople } from '@/lib/store/people-list'
import * as groups from '../../groups/export/[kind]/route'
import { GET, POST } from './route'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

let database: TestDatabase
let company: TestCompany
let ids: string[]

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  await company.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${company.organizationId}, ${company.administratorId}, 'ann@example.com', 'Ann', 'auditor', '')`)
  company.directory.person('=1+1', fakeBase, { mail: `sum@${company.directory.domain}` })
  await company.synchronized(1_050)
  const { organizationId, administratorId } = company
  session.current = { administratorId, organizationId, sessionVersion: 1 }
  const { rows } = await inOrganization(organizationId, tx => pageOfPeople(tx, {}, 'name', { limit: 5 }))
  ids = rows.map(({ account }) => account.id)
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const address = 'http://portal.example/api/people/export'
const context = { params: Promise.resolve({}) }
const linesOf = async (answer: Response) => (await answer.text()).trimEnd().split('\r\n').slice(1)
const post = (fields: Record<string, string>, query = '') =>
  POST(new Request(`${address}${query}`, { method: 'POST', body: new URLSearchParams(fields) }), context)

test('everybody who matches is in the file once, by name, and nothing in it is a formula', async () => {
  const lines = await linesOf(await GET(new Request(address), context))
  expect(lines).toHaveLength(1_051)
  expect(new Set(lines).size).toBe(1_051)
  expect(lines.filter(line => line.includes('1+1'))).toEqual([expect.stringContaining(`"'=1+1"`)])
  const some = await linesOf(await GET(new Request(`${address}?q=PERSON+104`), context))
  expect(some).toHaveLength(11)
})

test('a selection is exactly those people, or all who match but those', async () => {
  expect(await linesOf(await post({ only: ids.join() }))).toHaveLength(5)
  expect(await linesOf(await post({ without: ids.join() }))).toHaveLength(1_046)
  expect(await linesOf(await post({ without: '' }, '?q=person+104'))).toHaveLength(11)
  expect((await post({ only: 'everybody' })).status).toBe(400)
  expect((await post({})).status).toBe(400)
})

test('lists are taken along as they are filtered and selected, and nothing in them is a formula either', async () => {
  const { organizationId } = company
  const [sum, plain] = [randomUUID(), randomUUID()]
  await company.sql(sql`insert into groups (organization_id, id, kind, name, source)
    values (${organizationId}, ${sum}, 'list', '=2+2', 'local'), (${organizationId}, ${plain}, 'list', 'Plain', 'local')`)
  const of = (kind: string) => ({ params: Promise.resolve({ kind }) })
  const file = (query = '', kind = 'lists') => groups.GET(new Request(`${address}${query}`), of(kind))
  const lines = await linesOf(await file())
  expect(lines).toEqual([expect.stringContaining(`"'=2+2"`), expect.stringContaining('Plain')])
  expect(await linesOf(await file('?q=plain'))).toHaveLength(1)
  const without = { method: 'POST', body: new URLSearchParams({ without: sum }) }
  expect(await linesOf(await groups.POST(new Request(address, without), of('lists')))).toHaveLength(1)
  expect(await linesOf(await file('', 'groups'))).not.toContain(expect.stringContaining('Plain'))
  expect((await file('', 'others')).status).toBe(404)
})

test('who took people along, and which, stands in the record; nobody who is signed out does', async () => {
  const [{ count }] = (await company.sql(sql`select count(*)::int as count from audit_entries
    where event = 'people.exported' and actor_id = ${company.administratorId}`)) as unknown as [{ count: number }]
  expect(count).toBeGreaterThan(0)
  session.current = null
  expect((await GET(new Request(address), context)).status).toBe(401)
  expect((await post({ only: ids.join() })).status).toBe(401)
})
