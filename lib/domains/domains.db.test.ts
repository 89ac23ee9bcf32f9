import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { NameServer } from '@/lib/network/testing/name-server'
import { listDomains, readDomain, verifiedDomains } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { checkDomain, recordOf } from './check-domain'
import { beginVerification, forgetDomain } from './claim-domain'

let database: TestDatabase
let server: NameServer
let organizationId: string
const actor = { kind: 'administrator', id: randomUUID() } as const

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  server = new NameServer()
  provideEnvironment({ ENROLLMENT_DNS_SERVERS: await server.listen() })
  organizationId = await anOrganization()
})
afterEach(async () => {
  await server.close()
  provideEnvironment({ ENROLLMENT_DNS_SERVERS: '' })
})

async function anOrganization(): Promise<string> {
  const id = randomUUID()
  await acrossOrganizations('test set-up', tx => createOrganization(tx, { id, name: 'Example' }))
  return id
}
async function tokenOf(name: string, of = organizationId): Promise<string> {
  await beginVerification(of, actor, name)
  return (await inOrganization(of, tx => readDomain(tx, name)))?.token ?? ''
}
const check = (name: string, of = organizationId) => checkDomain(of, actor, name)
const believed = (of = organizationId) => inOrganization(of, verifiedDomains)

test('a domain is believed when its own TXT records hold the token, also a long one among others and in pieces', async () => {
  const token = await tokenOf('bucher.example')
  server.records.set('bucher.example', ['v=spf1 -all', 'x'.repeat(700), recordOf(token)])
  expect(await check('bucher.example')).toMatchObject({ ok: true })
  expect(await believed()).toEqual(['bucher.example'])
  expect(await inOrganization(organizationId, listDomains)).toMatchObject([{ verifiedBy: 'dns', problem: null }])
  expect(await check('bucher.example')).toMatchObject({ ok: true })
})

test('nothing else makes a domain believed, and each look says what was found instead', async () => {
  const token = await tokenOf('example.com')
  expect(await check('example.com')).toMatchObject({ faults: [{ code: 'dns-no-such-name' }] })
  server.records.set('example.com', [])
  expect(await check('example.com')).toMatchObject({ faults: [{ code: 'dns-no-record' }] })
  const others = [token, `${recordOf(token)}x`, recordOf(token).toUpperCase(), recordOf(token.slice(1)), recordOf('')]
  for (const other of others) {
    server.records.set('example.com', [other])
    expect(await check('example.com')).toMatchObject({ faults: [{ code: 'dns-other-record' }] })
  }
  server.records.set('www.example.com', [recordOf(token)])
  expect(await check('example.com')).toMatchObject({ ok: false })
  server.mood = 'refuses'
  expect(await check('example.com')).toMatchObject({ faults: [{ code: 'dns-unreachable' }] })
  expect(await believed()).toEqual([])
  expect(server.asked.every(name => name === 'example.com')).toBe(true)
  expect(await inOrganization(organizationId, tx => readDomain(tx, 'example.com'))).toMatchObject({
    problem: 'dns-unreachable',
  })
})

test("another organization's token proves nothing, and a domain belongs to the first that proves it", async () => {
  const other = await anOrganization()
  const [ours, theirs] = [await tokenOf('shared.example'), await tokenOf('shared.example', other)]
  expect(ours).not.toBe(theirs)
  server.records.set('shared.example', [recordOf(theirs)])
  expect(await check('shared.example')).toMatchObject({ faults: [{ code: 'dns-other-record' }] })
  server.records.set('shared.example', [recordOf(theirs), recordOf(ours)])
  expect(await check('shared.example', other)).toMatchObject({ ok: true })
  expect(await check('shared.example')).toMatchObject({ faults: [{ code: 'domain-verified-elsewhere' }] })
  expect(await believed()).toEqual([])
})

test('a token stays the same however often it is asked for; what is no domain is refused; only unproved domains can be removed', async () => {
  const token = await tokenOf('again.example')
  expect(await tokenOf('again.example')).toBe(token)
  expect(await beginVerification(organizationId, actor, 'no domain')).toMatchObject({
    faults: [{ code: 'domain-invalid' }],
  })
  expect(await beginVerification(organizationId, actor, ' ')).toMatchObject({ faults: [{ code: 'domain-missing' }] })
  server.records.set('again.example', [recordOf(token)])
  await tokenOf('mistake.example')
  expect(await forgetDomain(organizationId, actor, 'mistake.example')).toMatchObject({ ok: true })
  await check('again.example')
  expect(await beginVerification(organizationId, actor, 'Again.example')).toMatchObject({
    faults: [{ code: 'domain-verified-already' }],
  })
  expect(await forgetDomain(organizationId, actor, 'again.example')).toMatchObject({
    faults: [{ code: 'domain-is-verified' }],
  })
  expect(await check('unknown.example')).toMatchObject({ faults: [{ code: 'domain-unknown' }] })
})
