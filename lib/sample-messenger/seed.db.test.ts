import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { generateCompany } from '@/lib/sample-directory/company'
import { sampleDomain, samplePeople, sampleSeed } from '@/lib/sample-directory/settings'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { countUnmanaged } from '@/lib/store/unmanaged-list'
import { inventAccounts } from './invent-accounts'
import { seedSampleMessenger } from './seed'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())

test('the sample company has some 300 people whom nobody manages, however often it is used', async () => {
  const organizationId = randomUUID()
  await acrossOrganizations('test set-up', tx => createOrganization(tx, { id: organizationId, name: 'Northwind' }))
  const people = await inOrganization(organizationId, async tx => {
    await verifyDomain(tx, sampleDomain, 'operator')
    await seedSampleMessenger(tx)
    const first = await countUnmanaged(tx)
    await seedSampleMessenger(tx)
    expect(await countUnmanaged(tx)).toBe(first)
    return first
  })
  expect(people).toBeGreaterThan(280)
  expect(people).toBeLessThan(330)
})

test('nobody among them is one whom the first run would link, and there is something of everything', () => {
  const company = generateCompany({ seed: sampleSeed, people: samplePeople })
  const accounts = inventAccounts(company)
  const inScope = company.people.filter(({ enabled, expired, problem }) => enabled && !expired && !problem)
  const addresses = new Set(
    inScope.flatMap(({ attributes, userPrincipalName }) => [
      attributes.mail?.toLowerCase(),
      userPrincipalName.toLowerCase(),
    ]),
  )
  expect(accounts.filter(({ email }) => addresses.has(email))).toEqual([])
  const some = (is: (account: (typeof accounts)[number]) => boolean) => accounts.filter(is).length
  const counts = [
    some(({ registered }) => !registered),
    some(({ onHold }) => onHold),
    some(({ managedElsewhere }) => managedElsewhere !== null),
    some(({ suspended }) => suspended),
    some(({ active }) => !active),
    some(({ plan }) => plan !== 'free'),
    some(({ invitedBy }) => invitedBy !== null),
    some(({ verified }) => !verified),
  ]
  expect(Math.min(...counts)).toBeGreaterThan(2)
  expect(inventAccounts(company)).toEqual(accounts)
})
