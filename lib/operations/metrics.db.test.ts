import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { TestCompany } from '@/lib/runs/testing/company'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { acrossOrganizations, closeDatabase } from '@/lib/store/organization'
import { reportWorker } from '@/lib/store/workers'
import { type MetricsServer, startMetricsServer } from './metrics-server'

let database: TestDatabase
let server: MetricsServer

beforeAll(async () => {
  database = await testDatabase()
  server = await startMetricsServer('127.0.0.1', 0)
})
afterAll(async () => {
  await server.stop()
  await database.drop()
})

const ask = (path = '/metrics', method = 'GET') => fetch(`http://127.0.0.1:${server.port}${path}`, { method })
const line = (text: string, name: string) => text.split('\n').filter(each => each.startsWith(`enrollment_${name}`))

test('figures are counted from rows at each request, over all organizations, and name no organization and nobody', async () => {
  const company = new TestCompany()
  await company.create()
  company.directory.person('Ada Lovelace', fakeBase)
  await company.run('preview')
  await acrossOrganizations('test', tx => reportWorker(tx, crypto.randomUUID(), '1'))
  const text = await (await ask()).text()
  expect(line(text, 'runs{')).toEqual(['enrollment_runs{state="previewed",kind="preview"} 1'])
  expect(line(text, 'connectors{')).toEqual(['enrollment_connectors{state="ready"} 1'])
  expect(line(text, 'workers')).toEqual(['enrollment_workers 1'])
  expect(line(text, 'outbox_waiting')).toEqual(['enrollment_outbox_waiting 0'])
  expect(text).not.toContain(company.organizationId)
  expect(text).not.toContain('Example')
})

test('nothing else is answered on that port', async () => {
  expect((await ask('/')).status).toBe(404)
  expect((await ask('/metrics', 'POST')).status).toBe(404)
})

test('without a database the answer is no answer, never old figures', async () => {
  const { url } = database
  provideEnvironment({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' })
  await closeDatabase()
  expect((await ask()).status).toBe(503)
  provideEnvironment({ DATABASE_URL: url })
  await closeDatabase()
  expect((await ask()).status).toBe(200)
})
