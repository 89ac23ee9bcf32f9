import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { TestCompany } from '@/lib/runs/testing/company'
import { acrossOrganizations, closeDatabase, inOrganization } from '@/lib/store/organization'
import { saveSecret } from '@/lib/store/secrets'
import { reportWorker } from '@/lib/store/workers'
import { hasSentence } from '@/lib/words/words'
import { examine } from './doctor'

let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await testDatabase()
  company = new TestCompany()
  await company.create()
})
afterAll(() => database.drop())

const found = async () =>
  Object.fromEntries((await examine()).map(({ check, state, code }) => [check, { state, code }]))

test('where nobody is at work the doctor says so, and what is as it has to be is good', async () => {
  const findings = await found()
  expect(findings.worker).toEqual({ state: 'bad', code: 'doctor-worker-missing' })
  await acrossOrganizations('test', tx => reportWorker(tx, crypto.randomUUID(), '1'))
  const all = await examine()
  expect(all.map(({ check }) => check)).toEqual([
    ...['database', 'clock', 'isolation', 'worker', 'queue', 'effects', 'secrets', 'mail'],
  ])
  expect(all.filter(({ state }) => state !== 'good').map(({ code }) => code)).toEqual(['doctor-mail-missing'])
  expect(all.every(({ code }) => hasSentence(code, 'cli'))).toBe(true)
})

test('a password that was sealed with another secret is found before a run needs it', async () => {
  const before = randomBytes(32).toString('hex')
  provideEnvironment({ ENROLLMENT_SECRET: before })
  await inOrganization(company.organizationId, tx =>
    saveSecret(tx, company.connectorId, 'bind-password', { plain: 'hidden', target: 'dc1' }),
  )
  expect((await found()).secrets?.state).toBe('good')
  provideEnvironment({ ENROLLMENT_SECRET: randomBytes(32).toString('hex') })
  expect((await found()).secrets).toEqual({ state: 'bad', code: 'doctor-secrets-closed' })
  provideEnvironment({ ENROLLMENT_SECRET: before })
})

test('a role that row-level security does not hold is bad news', async () => {
  const { url } = database
  provideEnvironment({ DATABASE_URL: database.ownerUrl })
  expect((await found()).isolation?.state).toBe('bad')
  provideEnvironment({ DATABASE_URL: url })
})

test('without a database there is one finding, and it says why', async () => {
  const { url } = database
  provideEnvironment({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
  await closeDatabase()
  expect((await examine()).map(({ check, state, code }) => ({ check, state, code }))).toEqual([
    { check: 'database', state: 'bad', code: 'doctor-database-failed' },
  ])
  provideEnvironment({ DATABASE_URL: url })
  await closeDatabase()
})
