import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { readLicense, saveLicense } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import { findPeopleToLink } from '@/lib/store/people-to-link'
import { compareUnmanaged } from './compare'
import { linkToPerson } from './link-to-person'
import { propose } from './start-review'
import { everybody, Neighborhood } from './testing/neighborhood'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

/** A company whose directory has “alias”, and an account whose address only looks like theirs. */
async function lookAlike() {
  const company = new Neighborhood()
  await company.create()
  const anchor = company.directory.person('alias', fakeBase)
  const accountId = await company.byHand('a.l.ias')
  await company.run('preview')
  await compareUnmanaged(company.organizationId)
  const shown = () => propose(company.organizationId, 'manage', { list: 'unmanaged', filter: { only: [accountId] } })
  const link = async (seen = shown()) =>
    linkToPerson(company.organizationId, {
      ...{ accountId, anchor, connectorId: company.connectorId, quoteHash: (await seen).quote.hash },
      actor: { kind: 'administrator', id: company.administratorId },
    })
  const counted = async (statement: ReturnType<typeof sql>) => (await company.sql<{ n: number }>(statement))[0]?.n
  return { company, accountId, anchor, shown, link, counted }
}

const codesOf = (outcome: Awaited<ReturnType<typeof linkToPerson>>) =>
  outcome.ok ? [] : outcome.faults.map(({ code }) => code)

test('an account that was linked by hand is managed, is told and signed out once, and the next run keeps it in step', async () => {
  const { company, accountId, anchor, link, counted } = await lookAlike()
  await company.work(await company.confirm('ask', everybody))
  expect(await link()).toMatchObject({ ok: true })
  expect(await company.sql(sql`select managed, review, connector_id from accounts where id = ${accountId}`)).toEqual([
    { managed: true, review: null, connector_id: company.connectorId },
  ])
  expect(await company.sql(sql`select state from management_requests`)).toEqual([{ state: 'closed' }])
  expect(await counted(sql`select count(*)::int as n from outbox where idempotency_key like 'mail:managed:%'`)).toBe(1)
  const ended = sql`select count(*)::int as n from outbox where kind <> 'mail' and idempotency_key like ${`%link:${anchor}%`}`
  expect(await counted(ended)).toBe(1)
  const recorded = sql`select count(*)::int as n from audit_entries where event = 'account.linked' and target_id = ${accountId}`
  expect(await counted(recorded)).toBe(1)
  await company.approve(await company.run('preview'))
  expect(await company.sql(sql`select account_id, rule from joins where anchor = ${anchor}`)).toEqual([
    { account_id: accountId, rule: 'decision' },
  ])
  expect(await company.sql(sql`select email_key from accounts`), 'nobody was added beside it').toEqual([
    { email_key: `alias@${company.directory.domain}` },
  ])
})

test('what a link costs is what was shown, and is recorded; another price links nobody', async () => {
  const { company, shown, link } = await lookAlike()
  const seen = await shown()
  await inOrganization(company.organizationId, async tx =>
    saveLicense(tx, { ...(await readLicense(tx)), pricePerSeat: 800, currency: 'EUR' }),
  )
  expect(codesOf(await link(Promise.resolve(seen)))).toEqual(['quote-changed'])
  const { quote } = await shown()
  expect(await link()).toMatchObject({ ok: true })
  const [recorded] = await company.sql<{ cost: unknown }>(
    sql`select details::jsonb -> 'quote' -> 'cost' as cost from audit_entries where event = 'account.linked'`,
  )
  expect(recorded?.cost).toEqual(quote.cost)
})

test('whom an account can be linked to is found by a part of the name or address; who takes no part is not among them', async () => {
  const { company, anchor } = await lookAlike()
  company.directory.person('Alias Berger', fakeBase)
  company.directory.person('Alias Gone', fakeBase, { userAccountControl: '514' })
  await company.approve(await company.run('preview'))
  company.directory.person('Alias Young', fakeBase)
  await company.run('preview')
  const find = (query: string) => inOrganization(company.organizationId, tx => findPeopleToLink(tx, query, 10))
  expect((await find('ALIAS')).map(({ name, ownAddress }) => [name, ownAddress !== null])).toEqual([
    ...[
      ['Alias Young', false],
      ['alias', true],
      ['Alias Berger', true],
    ],
  ])
  expect((await find(`alias@${company.directory.domain}`)).map(one => one.anchor)).toEqual([anchor])
  expect(await find(' ')).toEqual([])
})

test('whose address another account has that nobody manages is said to have it, and is linked to that account only', async () => {
  const { company, link } = await lookAlike()
  const holder = await company.byHand('alias')
  const [found] = await inOrganization(company.organizationId, tx => findPeopleToLink(tx, 'alias', 10))
  expect(found).toMatchObject({ ownAddress: null, addressOf: holder })
  expect(codesOf(await link())).toEqual(['person-address-taken'])
})

test('clicking twice links once', async () => {
  const { link, counted } = await lookAlike()
  const outcomes = await Promise.all([link(), link()])
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await counted(sql`select count(*)::int as n from audit_entries where event = 'account.linked'`)).toBe(1)
})

test('nobody’s other account is taken away for a link', async () => {
  const { company, accountId, anchor, link } = await lookAlike()
  await company.approve(await company.run('preview'))
  expect(codesOf(await link())).toEqual(['person-has-account'])
  expect(await company.sql(sql`select managed from accounts where id = ${accountId}`)).toEqual([{ managed: false }])
  const [join] = await company.sql(sql`select account_id from joins where anchor = ${anchor}`)
  expect(join?.account_id).not.toBe(accountId)
})

test('a link to whom the list does not show any more is refused, and so is one that may not be', async () => {
  const { company, accountId, link } = await lookAlike()
  await inOrganization(company.organizationId, async tx =>
    saveLicense(tx, { ...(await readLicense(tx)), seats: 0, pricePerSeat: null, currency: null }),
  )
  expect(codesOf(await link())).toEqual(['no-seat-left'])
  await inOrganization(company.organizationId, async tx => saveLicense(tx, { ...(await readLicense(tx)), seats: null }))
  await company.sql(sql`update accounts set on_hold = true where id = ${accountId}`)
  expect(codesOf(await link())).toEqual(['on-hold'])
  await company.sql(sql`update accounts set on_hold = false where id = ${accountId}`)
  await company.sql(sql`update mapped_people set placement = 'excluded'`)
  expect(codesOf(await link())).toEqual(['person-has-account'])
  expect(await company.sql(sql`select managed from accounts where id = ${accountId}`)).toEqual([{ managed: false }])
})
