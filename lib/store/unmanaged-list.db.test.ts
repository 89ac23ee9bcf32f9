import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { compareUnmanaged } from '@/lib/unmanaged/compare'
import { Neighborhood } from '@/lib/unmanaged/testing/neighborhood'
import type { Place } from './list-page'
import { inOrganization } from './organization'
import { countReviews, countUnmanaged, pageOfUnmanaged, type UnmanagedFilter, unmanagedColumns } from './unmanaged-list'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

async function listOf(company: Neighborhood, filter: UnmanagedFilter = {}) {
  const { rows } = await inOrganization(company.organizationId, tx =>
    pageOfUnmanaged(tx, filter, 'name', { limit: 200 }),
  )
  return rows.map(({ account }) => account)
}
const countOf = (company: Neighborhood, filter: UnmanagedFilter) =>
  inOrganization(company.organizationId, tx => countUnmanaged(tx, filter))

/** Around the company's own domain stands what only looks like it. */
const around = ['@', '@', '@', '@', '@sub.', '@not', '.evil@elsewhere.example.', 'pending@pending.'] as const
const somebody = fc.record({
  before: fc.constantFrom(...around),
  verified: fc.constantFrom(true, true, false),
  connector: fc.constantFrom(false, false, true),
  byAdmin: fc.constantFrom(false, false, true),
  blocked: fc.constantFrom(false, false, true),
})

test('whatever accounts there are, nobody outside of the verified domains, nobody unverified and nobody managed is ever listed', async () => {
  const seen = { listed: 0, left: 0 }
  await fc.assert(
    fc.asyncProperty(fc.array(somebody, { minLength: 8, maxLength: 25 }), async people => {
      const company = new Neighborhood()
      await company.create()
      await company.sql(
        sql`insert into domains (organization_id, name) values (${company.organizationId}, ${`pending.${company.directory.domain}`})`,
      )
      for (const [index, one] of people.entries()) {
        const email = `p${index}${one.before}${company.directory.domain}`
        await company.sql(sql`insert into accounts (organization_id, id, attributes, email_key, email_verified, connector_id,
            managed_by_admin, blocked_by_sync)
          values (${company.organizationId}, ${randomUUID()}, ${JSON.stringify({ email, displayName: email })}::text::jsonb, ${email},
            ${one.verified}, ${one.connector ? company.connectorId : null}, ${one.byAdmin}, ${one.blocked})`)
      }
      const wanted = people.flatMap((one, index) => {
        const isListed = one.before === '@' && one.verified && !one.connector && !one.byAdmin && !one.blocked
        return isListed ? [`p${index}@${company.directory.domain}`] : []
      })
      const listed = await listOf(company)
      expect(listed.map(({ email }) => email).sort()).toEqual(wanted.sort())
      expect(await countOf(company, {})).toBe(wanted.length)
      seen.listed += wanted.length
      seen.left += people.length - wanted.length
    }),
    { numRuns: 12 * env().ENROLLMENT_TEST_RUNS },
  )
  expect(Math.min(seen.listed, seen.left)).toBeGreaterThan(0)
})

test('beside each stands what the directory says, with whom it has and why that person takes no part', async () => {
  const company = new Neighborhood()
  await company.create({
    exclusions: {
      incoming: [
        { id: randomUUID(), name: 'Contractors', field: 'employeeType', match: 'exact', values: ['contractor'] },
      ],
    },
  })
  const names = ['found', 'a.l.ias', 'gone', 'numbered', 'excluded', 'nobody', 'renamed']
  for (const name of names)
    await company.byHand(name, { attributes: name === 'numbered' ? { employeeNumber: '0042' } : {} })
  expect((await listOf(company)).map(({ directory }) => directory)).toEqual(names.map(() => 'not-compared'))
  expect(await compareUnmanaged(company.organizationId)).toBe(names.length)
  expect(new Set((await listOf(company)).map(({ directory }) => directory))).toEqual(new Set(['not-compared']))
  const { directory } = company
  directory.person('found', fakeBase)
  directory.person('alias', fakeBase)
  directory.person('gone', fakeBase, { userAccountControl: '514' })
  directory.person('Somebody Else', fakeBase, { employeeID: '0042' })
  directory.person('excluded', fakeBase, { employeeType: 'contractor' })
  directory.person('New Name', fakeBase, { userPrincipalName: `renamed@${directory.domain}` })
  await company.run('preview')
  await compareUnmanaged(company.organizationId)
  const listed = new Map((await listOf(company)).map(account => [account.name, account]))
  expect(Object.fromEntries(names.map(name => [name, listed.get(name)?.directory]))).toEqual({
    found: 'in-scope',
    'a.l.ias': 'look-alike',
    gone: 'disabled',
    numbered: 'in-scope',
    excluded: 'excluded',
    nobody: 'not-found',
    renamed: 'in-scope',
  })
  expect(listed.get('a.l.ias')?.match).toMatchObject({
    rule: 'look-alike',
    email: `alias@${directory.domain}`,
    connector: 'Example',
  })
  expect(listed.get('numbered')?.match).toMatchObject({ rule: 'same-employee-number', displayName: 'Somebody Else' })
  expect(listed.get('excluded')?.match).toMatchObject({ placement: 'excluded', excludedBy: 'Contractors' })
  expect(listed.get('renamed')?.match).toMatchObject({ rule: 'same-user-name' })
  expect(listed.get('nobody')?.match).toBeNull()
})

test('pages of unmanaged people hold everybody once, whatever they are sorted by and narrowed to', async () => {
  const company = new Neighborhood()
  await company.create()
  await company.settle(60)
  await company.sql(sql`update accounts set registered = ascii(right(name_key, 1)) % 5 <> 0,
    plan = (array['free', 'premium', 'premium-subscription'])[1 + ascii(right(name_key, 1)) % 3],
    review = (array['asked', 'declined', null, 'left-apart', 'expired'])[1 + ascii(right(name_key, 1)) % 5],
    directory_match = (array['in-scope', 'not-found', null])[1 + ascii(right(name_key, 1)) % 3],
    last_logged_on_at = case when ascii(right(name_key, 1)) % 2 = 0 then now() - interval '100 days' end`)
  for (const column of unmanagedColumns) {
    const ids: string[] = []
    for (let after: Place | undefined; ; ) {
      const { rows, more } = await inOrganization(company.organizationId, tx =>
        pageOfUnmanaged(tx, {}, `-${column}`, { limit: 17, after }),
      )
      ids.push(...rows.map(({ account }) => account.id))
      if (!more) break
      after = rows.at(-1)?.place
    }
    expect(new Set(ids).size).toBe(60)
    expect(ids).toHaveLength(60)
  }
  const reviews = await inOrganization(company.organizationId, countReviews)
  for (const [review, people] of Object.entries(reviews))
    expect(await countOf(company, { review: review as keyof typeof reviews })).toBe(people)
  expect(Object.values(reviews).reduce((sum, people) => sum + people)).toBe(60)
  const narrowed = await listOf(company, { status: 'not-active', plan: 'premium' })
  expect(narrowed.every(({ status, plan }) => status === 'not-active' && plan === 'premium')).toBe(true)
  expect(await countOf(company, { idleDays: 90 })).toBe(60)
  expect(await countOf(company, { idleDays: 120 })).toBe(await countOf(company, { idleDays: 0 }))
  expect(await countOf(company, { query: 'N7@' })).toBe(1)
})
