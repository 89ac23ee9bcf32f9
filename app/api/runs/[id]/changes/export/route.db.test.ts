import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { GET } from './route'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

let database: TestDatabase
let company: TestCompany
let runId: string

beforeAll(async () => {
  database = await testDatabase()
  company = await companyWith('auditor')
  for (let at = 1; at <= 1_100; at++) company.directory.person(`Person ${at}`, fakeBase)
  company.directory.person('=HYPERLINK("http://evil.example")', fakeBase, { mail: `evil@${company.directory.domain}` })
  company.directory.person('Nobody', fakeBase, { mail: null })
  runId = (await company.run('preview')).id
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

async function companyWith(role: string): Promise<TestCompany> {
  const made = new TestCompany()
  await made.create()
  await made.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${made.organizationId}, ${made.administratorId}, ${`${made.administratorId}@example.com`}, 'Ann', ${role}, '')`)
  return made
}

const signIn = ({ administratorId, organizationId }: TestCompany) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
const download = (query = '', id = runId) =>
  GET(new Request(`http://localhost/api/runs/${id}/changes/export${query}`), { params: Promise.resolve({ id }) })
const exported = () =>
  company.sql<{ details: string }>(sql`select details from audit_entries where event = 'run.exported'`)

test('whoever is not signed in gets nothing, and nobody gets another organization’s rows', async () => {
  session.current = null
  expect((await download()).status).toBe(401)
  signIn(await companyWith('primary-master-admin'))
  expect((await download()).status).toBe(404)
  signIn(company)
  expect((await download('', 'no-id')).status).toBe(404)
  expect(await exported()).toEqual([])
})

test('every row is in the file, in order, whatever its pages; formulas stay text; and the export is on record', async () => {
  signIn(company)
  const response = await download()
  expect(response.headers.get('content-disposition')).toBe('attachment; filename="run-1.csv"')
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  const lines = bytes.toString('utf8').slice(1).split('\r\n')
  expect(lines[0]).toContain('"Person","Email","Organizational unit","Change"')
  expect(lines).toHaveLength(1 + 1_102 + 1)
  expect(new Set(lines).size).toBe(lines.length)
  expect(lines.find(line => line.includes('HYPERLINK'))).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
  expect((await exported()).map(({ details }) => JSON.parse(details))).toEqual([{ number: 1 }])
})

test('the file has exactly the rows that are asked for', async () => {
  signIn(company)
  const lines = (await (await download('?problem=mail-missing')).text()).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('"Nobody"')
})
