import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { auditLine } from '@/app/(console)/audit/audit-line'
import { placeIn, placeText } from '@/app/(console)/audit/place-text'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { recordAudits } from '@/lib/audit/record'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { type AuditFilter, pageOfAudit } from '@/lib/store/audit-list'
import { inOrganization } from '@/lib/store/organization'
import { GET } from './route'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
  const { organizationId, administratorId } = company
  await company.sql(sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${organizationId}, ${administratorId}, 'ann@example.com', 'Änne', 'auditor', '')`)
  await company.synchronized(4)
  // All at one moment, as what happens in one transaction is.
  await inOrganization(organizationId, tx =>
    recordAudits(
      tx,
      Array.from({ length: 7 }, (_, at) => ({
        actor: { kind: 'administrator' as const, id: administratorId },
        event: 'connector.paused',
        target: { kind: 'connector', id: company.connectorId },
        details: { reason: at === 0 ? '=1+1' : `Office move ${at}` },
      })),
    ),
  )
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const read = (filter: AuditFilter, limit = 100) =>
  inOrganization(company.organizationId, tx => pageOfAudit(tx, filter, { limit }))
const download = (query = '') =>
  GET(new Request(`http://portal.example/api/audit/export${query}`), { params: Promise.resolve({}) })

test('older pages go on after the last entry, also among many of one moment, so that each is seen once', async () => {
  const all = (await read({ single: true })).rows
  const seen: string[] = []
  for (let after = placeIn(undefined), more = true; more; ) {
    const from = after
    const page = await inOrganization(company.organizationId, tx =>
      pageOfAudit(tx, { single: true }, { limit: 3, after: from }),
    )
    seen.push(...page.rows.map(({ place }) => place.id))
    const last = page.rows.at(-1)
    after = last && placeIn(placeText(last.place))
    more = page.more
  }
  expect(seen).toEqual(all.map(({ place }) => place.id))
  expect(new Set(seen).size).toBe(seen.length)
  expect(placeIn("2026-11-24' or true --")).toBeUndefined()
})

test('who, what and whom are said by name, with the reason; what runs do to each account is told when it is asked for', async () => {
  const [paused] = (await read({ about: 'connector' })).rows
  expect(paused && auditLine(paused, 'UTC')).toMatchObject({
    ...{ who: 'Änne', what: 'Connector paused', whom: 'Example', reason: expect.stringMatching(/Office move|=1\+1/) },
  })
  expect((await read({ about: 'account' })).rows).toEqual([])
  const added = (await read({ about: 'account', single: true })).rows
  expect(added).toHaveLength(4)
  expect(added.map(entry => auditLine(entry, 'UTC'))).toContainEqual(
    expect.objectContaining({
      who: 'Run 2',
      what: 'Account added',
      whom: 'Person 1',
      href: expect.stringMatching(/\/people\//),
    }),
  )
  expect((await read({ query: 'ÄNNE', about: 'connector' })).rows).toHaveLength(7)
  expect((await read({ query: 'office MOVE 3', who: 'administrator' })).rows).toHaveLength(1)
  expect((await read({ who: 'agent' })).rows).toEqual([])
  const [{ day = '' } = {}] = await company.sql<{ day: string }>(
    sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD') as day`,
  )
  expect((await read({ day: { day, timeZone: 'UTC' } })).rows.length).toBeGreaterThan(7)
  expect((await read({ day: { day: '2020-01-01', timeZone: 'UTC' } })).rows).toEqual([])
})

test('the record comes as a file without formulas, which is on record itself, for whoever is signed in and their company alone', async () => {
  session.current = null
  expect((await download()).status).toBe(401)
  const { organizationId, administratorId } = company
  session.current = { administratorId, organizationId, sessionVersion: 1 }
  const lines = (await (await download('?about=connector')).text()).trimEnd().split('\r\n')
  expect(lines).toHaveLength(1 + 7)
  expect(lines.filter(line => line.includes('"\'=1+1"'))).toHaveLength(1)
  expect((await read({ about: 'organization' })).rows.map(({ event }) => event)).toEqual([
    'organization.record-exported',
  ])
  const other = new TestCompany()
  await other.create()
  expect((await inOrganization(other.organizationId, tx => pageOfAudit(tx, {}, { limit: 9 }))).rows).toEqual([])
})
