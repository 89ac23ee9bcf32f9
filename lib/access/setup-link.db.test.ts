import postgres from 'postgres'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { completeSetup, createSetupLink, hasAdministrator, setupLinkState } from './setup-link'

const values = {
  organizationName: ' Northwind ',
  domain: 'Northwind.Example.',
  displayName: 'Ada',
  email: 'Ada@northwind.example',
  password: 'copper kettle north wind',
}

let database: TestDatabase
beforeEach(async () => {
  database = await testDatabase()
})
afterEach(() => database.drop())
const opened: postgres.Sql[] = []
afterAll(() => Promise.all(opened.map(sql => sql.end())))
const owner = () => {
  const sql = postgres(database.ownerUrl, { max: 1 })
  opened.push(sql)
  return sql
}

test('a link creates the organization, its verified domain and its first administrator, each with a record', async () => {
  expect(await hasAdministrator()).toBe(false)
  const token = await createSetupLink()
  expect(await setupLinkState(token)).toBe('valid')
  const outcome = await completeSetup({ token, ...values })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  await inOrganization(outcome.value.organizationId, async tx => {
    expect((await readOrganization(tx))?.name).toBe('Northwind')
    expect(await verifiedDomains(tx)).toEqual(['northwind.example'])
  })
  expect(await hasAdministrator()).toBe(true)
  expect(await setupLinkState(token)).toBe('used')
  const sql = owner()
  expect((await sql`select event from audit_entries order by event`).map(row => row.event)).toEqual([
    'administrator.created',
    'domain.verified',
    'organization.created',
  ])
  const [row] = await sql`select email, role, password_hash from administrators`
  expect(row).toMatchObject({ email: 'ada@northwind.example', role: 'primary-master-admin' })
  expect(row?.password_hash).not.toContain(values.password)
})

test('a link used by many at the same moment works for exactly one', async () => {
  const token = await createSetupLink()
  const [sql, onlooker] = [owner(), owner()]
  const outcomes: ReturnType<typeof completeSetup>[] = []
  // Holding the link's row brings all of them to the point where it matters, before any of them gets past it.
  await sql.begin(async tx => {
    await tx`select from setup_links for update`
    for (let n = 0; n < 6; n++)
      outcomes.push(completeSetup({ token, ...values, domain: `d${n}.example`, email: `a@d${n}.example` }))
    const waiting = () =>
      onlooker`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(waiting, { timeout: 20_000 }).toHaveLength(6)
  })
  const settled = await Promise.all(outcomes)
  expect(settled.filter(outcome => outcome.ok)).toHaveLength(1)
  for (const outcome of settled) if (!outcome.ok) expect(outcome.faults[0]?.code).toBe('setup-link-used')
  expect(await sql`select id from organizations`).toHaveLength(1)
})

test('unknown, replaced and expired links do nothing', async () => {
  const now = new Date()
  const replaced = await createSetupLink(now)
  const token = await createSetupLink(now)
  const tomorrow = new Date(now.getTime() + 24 * 3_600_000)
  expect(await setupLinkState('never given')).toBe('unknown')
  expect(await setupLinkState(replaced)).toBe('unknown')
  expect(await setupLinkState(token, tomorrow)).toBe('expired')
  expect(await completeSetup({ token, ...values }, tomorrow)).toMatchObject({
    faults: [{ code: 'setup-link-expired' }],
  })
  expect(await completeSetup({ token: replaced, ...values })).toMatchObject({
    faults: [{ code: 'setup-link-unknown' }],
  })
  expect(await owner()`select id from organizations`).toHaveLength(0)
})

test('a second valid link creates no second first administrator', async () => {
  expect((await completeSetup({ token: await createSetupLink(), ...values })).ok).toBe(true)
  const again = await completeSetup({ token: await createSetupLink(), ...values, domain: 'other.example' })
  expect(again).toMatchObject({ ok: false, faults: [{ code: 'already-set-up' }] })
})

test('a refused set-up leaves the link usable', async () => {
  const token = await createSetupLink()
  const sql = owner()
  await sql`insert into domains (organization_id, name, verified_by) values (gen_random_uuid(), 'northwind.example', 'dns')`
  expect(await completeSetup({ token, ...values })).toMatchObject({
    faults: [{ code: 'domain-verified-elsewhere', path: 'domain' }],
  })
  expect(await setupLinkState(token)).toBe('valid')
  expect(await sql`select id from organizations`).toHaveLength(0)
})

test.each([
  ['domain', 'localhost', 'domain-invalid'],
  ['domain', 'ex ample.com', 'domain-invalid'],
  ['domain', '192.0.2.1', 'domain-invalid'],
  ['email', 'ada', 'email-invalid'],
  ['email', 'a@b@c.example', 'email-invalid'],
  ['password', 'short', 'password-too-short'],
  ['password', 'aaaaaaaaaaaaaaaa', 'password-too-simple'],
  ['password', 'ada@northwind.example', 'password-too-simple'],
  ['password', 'x'.repeat(257), 'password-too-long'],
  ['organizationName', '  ', 'organization-name-missing'],
  ['displayName', undefined, 'display-name-missing'],
])('what is wrong is said at its field: %s %j', async (path, value, code) => {
  const token = await createSetupLink()
  const outcome = await completeSetup({ token, ...values, [path]: value })
  expect(outcome).toMatchObject({ ok: false, faults: expect.arrayContaining([{ code, args: {}, path }]) })
  expect(await setupLinkState(token)).toBe('valid')
})
