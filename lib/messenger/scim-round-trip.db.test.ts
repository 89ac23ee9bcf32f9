import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { forgetEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { ScimCompany } from './testing/scim-company'
import { ScimServer } from './testing/scim-server'

let database: TestDatabase
let server: ScimServer
let address = ''
let company: ScimCompany

beforeAll(async () => {
  database = await testDatabase()
  // biome-ignore lint/style/noProcessEnv: a test stands in for the operator
  Object.assign(process.env, { ENROLLMENT_HOSTING: 'self-hosted' })
  forgetEnvironment()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})
beforeEach(async () => {
  server = new ScimServer()
  address = await server.listen()
  company = new ScimCompany()
  await company.create()
  return () => server.close()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const mail = (at: number) => `person.${at}@${company.directory.domain}`
const names = () => [...server.users.all.values()].map(({ userName }) => userName).toSorted()

test('who is added, changed, deactivated and back again here is so over there, and nothing is written twice', async () => {
  await company.synchronized(6)
  await company.exports(address)
  expect(names()).toEqual([1, 2, 3, 4, 5, 6].map(mail))
  expect(server.user(mail(1))).toMatchObject({ active: true, displayName: 'Person 1' })
  const after = server.writes().length
  company.directory.set(person(1), { title: 'Captain' })
  company.directory.disable(person(2))
  company.directory.person('Person 7', fakeBase)
  await company.run()
  await company.work()
  expect(server.user(mail(1))).toMatchObject({ title: 'Captain' })
  expect(server.user(mail(2))).toMatchObject({ active: false })
  expect(
    server
      .writes()
      .slice(after)
      .map(({ method }) => method)
      .toSorted(),
  ).toEqual(['PATCH', 'PATCH', 'POST'])
  company.directory.enable(person(2))
  await company.run()
  await company.work()
  expect(server.user(mail(2))).toMatchObject({ active: true })
  await company.run()
  await company.work()
  expect(server.writes()).toHaveLength(after + 4)
  expect(await company.open()).toEqual([])
})

test('nothing is written before somebody has seen what is there', async () => {
  await company.synchronized(3)
  await company.connect(address)
  await expect(company.order({ do: 'export' })).rejects.toThrow('messenger-not-read')
  await company.work()
  expect((await company.messenger()).test?.steps.map(({ trouble }) => trouble)).toEqual([null, null, null])
  await company.reads()
  expect(server.writes()).toEqual([])
})

test('accounts over there become accounts that nobody manages, and are linked only where addresses count as verified', async () => {
  await company.synchronized(3)
  server.users.put(undefined, { userName: mail(2), active: true })
  server.users.put(undefined, { userName: 'guest@elsewhere.example', displayName: 'A guest', active: false })
  server.users.put(undefined, { userName: 'no address', active: true })
  await company.connect(address)
  await company.reads()
  expect((await company.messenger()).reading).toMatchObject({ complete: true, added: 1, linked: 0, unusable: 2 })
  const [guest] = await company.sql(sql`
    select display_name, active, email_verified, connector_id from accounts where email_key like 'guest@%'`)
  expect(guest).toEqual({ display_name: 'A guest', active: false, email_verified: false, connector_id: null })
  await company.order({ do: 'export' })
  await company.work()
  expect((await company.states())['person.2']).toBe('refused scim-taken')
  expect(await company.open()).toEqual([{ kind: 'scim-account', error: 'scim-taken' }])
  await company.connect(address, { verifiesAddresses: true, token: null })
  await company.reads()
  await company.order({ do: 'retry', only: null })
  await company.work()
  expect(server.user(mail(2))).toMatchObject({ displayName: 'Person 2' })
  expect(server.users.all.size).toBe(5)
  expect(await company.open()).toEqual([])
})

test('what somebody changed over there since is not written over unseen: it is read, and ours wins', async () => {
  await company.synchronized(2)
  await company.exports(address)
  server.change(mail(1), { title: 'Theirs', nickName: 'Addie' })
  company.directory.set(person(1), { department: 'Research' })
  await company.run()
  await company.work()
  expect(server.user(mail(1))).toMatchObject({ nickName: 'Addie' })
  expect(server.user(mail(1))?.title).toBeUndefined()
})

test('what somebody changed over there is shown, and put right only where the company wants it', async () => {
  await company.synchronized(3)
  await company.exports(address, { drift: 'report' })
  server.change(mail(1), { displayName: 'Somebody else' })
  await company.reads()
  expect((await company.messenger()).reading).toMatchObject({ drifted: 1 })
  const [{ drift } = {}] = await company.sql(sql`select drift from exported_objects where drift is not null`)
  expect(drift).toEqual([{ field: 'displayName', ours: 'Person 1', theirs: 'Somebody else' }])
  expect(server.user(mail(1))).toMatchObject({ displayName: 'Somebody else' })
  await company.connect(address, { drift: 'ours-wins', token: null })
  await company.reads()
  expect(server.user(mail(1))).toMatchObject({ displayName: 'Person 1' })
  const written = server.writes().length
  await company.reads()
  expect((await company.messenger()).reading).toMatchObject({ drifted: 0 })
  expect(server.writes()).toHaveLength(written)
})

test('an account that is deleted over there is made again, once the other side itself says that it is gone', async () => {
  await company.synchronized(3)
  await company.exports(address)
  server.users.all.delete(server.user(mail(1))?.id ?? '')
  await company.reads()
  expect(names()).toEqual([1, 2, 3].map(mail))
  expect((await company.messenger()).reading).toMatchObject({ gone: 1 })
})
