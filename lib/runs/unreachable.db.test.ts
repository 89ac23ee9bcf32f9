import { createServer, type Socket } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { type SourceChanges, sourceFor } from '@/lib/directory/testing/reading'
import { certificate, type Script, startScriptedServer } from '@/lib/directory/testing/scripted-server'
import { world } from '@/lib/directory/testing/world'
import { stopWaking } from '@/lib/jobs/wake'
import type { Run } from '@/lib/store/runs'
import { TestCompany } from './testing/company'

let database: TestDatabase
let company: TestCompany
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})
beforeEach(async () => {
  company = new TestCompany()
  await company.create()
  await company.synchronized(6)
})

const { ca } = certificate(['127.0.0.1'])
const deadlines = { connect: 300, signIn: 300, page: 300 }

/** A run that reads from this server in place of the company's own. */
async function runAgainst(script: Script, changes: SourceChanges = {}, certified = {}): Promise<Run> {
  const server = await startScriptedServer(script, certified)
  try {
    return await company.run('synchronize', { source: sourceFor(server, { deadlines, ...changes }) })
  } finally {
    await server.stop()
  }
}

/** A run against a server that does this to whoever says the first word. */
async function runAgainstPlain(onWord: (socket: Socket) => void): Promise<Run> {
  const open: Socket[] = []
  const server = createServer(socket => {
    open.push(socket.on('error', () => undefined))
    socket.once('data', () => onWord(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const run = await company.run('synchronize', { source: sourceFor({ port, ca }, { deadlines }) })
  for (const socket of open) socket.destroy()
  await new Promise(resolve => server.close(resolve))
  return run
}

const rows = () =>
  company.sql(sql`select a.email_key, a.active, j.suspected_at from accounts a
    left join joins j on j.account_id = a.id and j.organization_id = a.organization_id order by 1`)

const everybody = world(6)
const cut: Script['search'] = (_, answer) => answer.cut()

test.each<[string, string, () => Promise<Run>]>([
  ['nobody answers', 'connection-refused', () => runAgainst({ world: everybody }, { port: 9 })],
  ['the name is unknown', 'name-not-found', () => runAgainst({ world: everybody }, { host: 'nowhere.invalid' })],
  ['the connection is reset', 'not-tls', () => runAgainstPlain(socket => socket.resetAndDestroy())],
  ['the server says nothing', 'connection-timeout', () => runAgainstPlain(() => undefined)],
  [
    'the certificate has expired overnight',
    'certificate-expired',
    () => runAgainst({ world: everybody }, {}, { days: -1 }),
  ],
  [
    'the password was changed',
    'bind-rejected',
    () => runAgainst({ world: everybody, bind: { code: 49, text: 'data 52e,' } }),
  ],
  ['the sign-in is not answered', 'connection-timeout', () => runAgainst({ world: everybody, silentAt: 'bind' })],
  ['the server is busy', 'result-code', () => runAgainst({ world: everybody, bind: { code: 51 } })],
  ['nobody is signed in afterwards', 'bind-anonymous', () => runAgainst({ world: everybody, whoAmI: '' })],
  ['the read is cut off', 'connection-lost', () => runAgainst({ world: everybody, search: cut })],
])('nobody leaves because %s: the run fails, says %s, and changes nothing', async (_, code, start) => {
  const before = await rows()
  expect(before).toHaveLength(6)
  const run = await start()
  expect(run).toMatchObject({ state: 'failed', fault: { code }, removals: null })
  expect(await company.plan(run.id)).toEqual({})
  expect(await rows()).toEqual(before)
  expect(await company.run()).toMatchObject({ state: 'finished', report: { unchanged: 6, suspected: 0 } })
})
