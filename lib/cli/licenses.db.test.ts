import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { activateVersion } from '@/lib/connectors/activate-version'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { saveLicense, seatsOf } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import { Refused } from './answer'
import { licenses } from './commands/licenses'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const sampleSeats = { seats: 3, pricePerSeat: 800, currency: 'USD', billingTerm: 'annual', renewsOn: null } as const

async function company() {
  const created = new TestCompany()
  await created.create()
  const context = { organizationId: created.organizationId, actor: { kind: 'operator' as const, id: 'test' } }
  return { created, set: (options: Parameters<typeof licenses>[1]) => licenses(context, options) }
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => [],
    error => (error instanceof Refused ? error.faults.map(({ code }) => code) : [String(error)]),
  )

test('the billing side grants seats at a price, and what was granted before is kept in the record', async () => {
  const { created, set } = await company()
  expect((await set({})).json).toMatchObject({ seats: null, used: 0, left: null, pricePerSeat: null })
  await set({ seats: '12', price: '7.5', currency: 'eur', term: 'annual', renews: '2027-01-01' })
  const told = await set({})
  expect(told.json).toMatchObject({
    ...{ seats: 12, used: 0, left: 12, pricePerSeat: 750, currency: 'EUR' },
    ...{ billingTerm: 'annual', renewsOn: '2027-01-01' },
  })
  expect(told.lines).toEqual([
    '0 of 12 seats are taken, 12 are left. A seat costs 7.50 EUR a month, paid a year at a time. The term begins anew on 2027-01-01.',
  ])
  await set({ price: '800', currency: 'JPY' })
  expect((await set({ seats: 'unlimited' })).json).toMatchObject({ seats: null, left: null, pricePerSeat: 800 })
  const records = await created.sql(sql`select details::jsonb -> 'after' -> 'seats' as seats from audit_entries
    where organization_id = ${created.organizationId} and event = 'license.changed' order by at`)
  expect(records).toEqual([{ seats: 12 }, { seats: 12 }, { seats: null }])
})

test('what is no number, no currency, no day or half a price is refused, and nothing is stored', async () => {
  const { set } = await company()
  expect(await refusalOf(set({ seats: '-1' }))).toEqual(['seats-invalid'])
  expect(await refusalOf(set({ seats: '1.5' }))).toEqual(['seats-invalid'])
  expect(await refusalOf(set({ price: '7.505', currency: 'EUR' }))).toEqual(['price-invalid'])
  expect(await refusalOf(set({ price: '7.5', currency: 'JPY' }))).toEqual(['price-invalid'])
  expect(await refusalOf(set({ price: '7.5' }))).toEqual(['price-without-currency'])
  expect(await refusalOf(set({ price: '1', currency: 'money' }))).toEqual(['currency-invalid'])
  expect(await refusalOf(set({ renews: '2027-02-30' }))).toEqual(['date-invalid'])
  expect((await set({})).json).toMatchObject({ seats: null, pricePerSeat: null, renewsOn: null })
})

test('a seat is taken by whoever is managed and may receive messages', async () => {
  const { created, set } = await company()
  const names = ['managed', 'suspended', 'blocked.by.us', 'blocked.by.admin', 'unmanaged']
  for (const name of names) await created.byHand(name)
  await created.sql(sql`update accounts set connector_id = ${created.connectorId}, blocked_by_sync = email_key like 'blocked.by.us%',
    suspended = email_key like 'suspended%', blocked_by_admin = email_key like 'blocked.by.admin%'
    where organization_id = ${created.organizationId} and email_key not like 'unmanaged%'`)
  await set({ seats: '3' })
  expect(await inOrganization(created.organizationId, seatsOf)).toEqual({ seats: 3, used: 2, left: 1 })
  await set({ seats: '1' })
  expect(await inOrganization(created.organizationId, seatsOf)).toEqual({ seats: 1, used: 2, left: 0 })
})

test('seats that came with the sample company go when a company’s own directory comes into use', async () => {
  const { created, set } = await company()
  await inOrganization(created.organizationId, tx => saveLicense(tx, sampleSeats, { ofSample: true }))
  expect((await set({})).json).toMatchObject({ seats: 3 })
  await inOrganization(created.organizationId, tx => activateVersion(tx, created.connectorId, 1))
  expect((await set({})).json).toMatchObject({ seats: null })
  await set({ seats: '3' })
  await inOrganization(created.organizationId, tx => activateVersion(tx, created.connectorId, 1))
  expect((await set({})).json).toMatchObject({ seats: 3 })
})
