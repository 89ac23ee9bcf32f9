import { PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate, refuseUnsafeRole } from './migrate'
import { queueSchema, queues } from './queues'
import { roleStatements } from './roles'
import { startTestServer } from './testing/server'

// Roles belong to the whole server, so these tests have one of their own.
let server: Awaited<ReturnType<typeof startTestServer>>
let administrator: postgres.Sql
const opened: postgres.Sql[] = []
const connect = (url: string) => {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  opened.push(sql)
  return sql
}
beforeAll(async () => {
  server = await startTestServer()
  administrator = connect(server.ownerUrl('postgres'))
})
afterAll(async () => {
  await Promise.all(opened.map(sql => sql.end()))
  await server.stop()
})

const [first, second] = ['the first secret, of 32 characters or more', 'the second secret, of 32 characters or more']

/** A database whose owner is no superuser, as hosted PostgreSQL gives it. */
async function hosted(name: string, rights: string): Promise<string> {
  await administrator.unsafe(`create role "${name}" login password 'p' ${rights}`)
  await administrator.unsafe(`create database "${name}" owner "${name}"`)
  const url = new URL(server.ownerUrl(name))
  url.username = name
  url.password = 'p'
  return url.toString()
}

test('an owner that may not create roles is told what the database administrator has to run, and then it works', async () => {
  const ownerUrl = await hosted('plain', '')
  const error = await migrate({ ownerUrl, secret: first }).catch((e: Error) => e)
  expect(String(error)).toContain('create role enrollment_portal')
  for (const statement of roleStatements(first)) {
    expect(String(error)).toContain(statement)
    await administrator.unsafe(statement)
  }
  const { portalUrl } = await migrate({ ownerUrl, secret: first })
  await refuseUnsafeRole(portalUrl)
  expect(await connect(portalUrl)`select current_user as name`).toEqual([{ name: 'enrollment_portal' }])
  await administrator.unsafe('drop database plain with (force)')
  await administrator.unsafe('drop role enrollment_portal; drop role enrollment_across; drop role plain')
})

test('an owner that is no superuser but may create roles needs nobody', async () => {
  const ownerUrl = await hosted('creator', 'createrole')
  const { portalUrl } = await migrate({ ownerUrl, secret: first })
  await migrate({ ownerUrl, secret: first })
  await refuseUnsafeRole(portalUrl)
  await expect(refuseUnsafeRole(ownerUrl)).rejects.toThrow('owns tables')
  expect(await connect(portalUrl)`select current_user as name`).toEqual([{ name: 'enrollment_portal' }])
})

test('after the secret has changed the role has the new password, and the old address is refused', async () => {
  const ownerUrl = server.ownerUrl('creator')
  const before = await migrate({ ownerUrl, secret: first })
  const after = await migrate({ ownerUrl, secret: second })
  expect(await connect(after.portalUrl)`select 1 as one`).toEqual([{ one: 1 }])
  await expect(connect(before.portalUrl)`select 1`).rejects.toMatchObject({ code: '28P01' })
})

test("an operator's own address of the restricted role is left as it is", async () => {
  await administrator.unsafe("alter role enrollment_portal password 'theirs'")
  const url = new URL(server.ownerUrl('creator'))
  url.username = 'enrollment_portal'
  url.password = 'theirs'
  const portalUrl = url.toString()
  expect(await migrate({ ownerUrl: server.ownerUrl('creator'), secret: first, portalUrl })).toEqual({ portalUrl })
  expect(await connect(portalUrl)`select 1 as one`).toEqual([{ one: 1 }])
})

test('portal and worker use the queues without the right to create anything', async () => {
  const { portalUrl } = await migrate({ ownerUrl: server.ownerUrl('creator'), secret: second })
  const boss = new PgBoss({ connectionString: portalUrl, schema: queueSchema, max: 2, migrate: false })
  const faults: unknown[] = []
  boss.on('error', error => faults.push(error))
  await boss.start()
  for (const queue of queues) {
    const id = await boss.send(queue, { runId: '1' })
    const [job] = await boss.fetch(queue)
    expect(job?.id).toBe(id)
    await boss.complete(queue, job?.id ?? '')
  }
  await boss.stop({ graceful: false })
  expect(faults).toEqual([])
})
