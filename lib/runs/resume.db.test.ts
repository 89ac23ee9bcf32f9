import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { forgetEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { cancelRun } from './cancel-run'
import type { Failpoint } from './run-work'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'
import { withLists } from './testing/with-lists'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  setBatch('4')
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

function setBatch(size: string): void {
  // biome-ignore lint/style/noProcessEnv: a test stands in for whoever starts the worker
  process.env.ENROLLMENT_APPLY_BATCH = size
  forgetEnvironment()
}

/** Dies at the nth visit of a failpoint, as a killed worker does. */
function dyingAt(point: Failpoint, visit: number): (at: Failpoint) => void {
  let visits = 0
  return at => {
    if (at === point && ++visits === visit) throw new Error('killed')
  }
}

async function companyWith(people: number): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  for (let at = 1; at <= people; at++) company.directory.person(`Person ${at}`, fakeBase)
  company.directory.pageSize = 3
  return company
}

const points: [Failpoint, number][] = [
  ['part-staged', 1],
  ['page-mapped', 1],
  ['page-decided', 1],
  ['batch-open', 1],
  ['batch-open', 3],
  ['batch-committed', 1],
  ['batch-committed', 2],
]

test.each(points)(
  'a worker killed at %s (visit %i) leaves a run that another finishes, every change once',
  async (point, visit) => {
    const company = await companyWith(10)
    const runId = await company.startApproved(await company.run('preview'))
    await expect(company.advance(runId, { failpoint: dyingAt(point, visit) })).rejects.toThrow('killed')
    await expect(company.claim(runId)).rejects.toThrow('not free')
    await company.expireLease(runId)
    expect(await company.advance(runId)).toBe('finished')
    expect((await company.read(runId)).report).toMatchObject({ read: 10, added: 10 })
    expect((await company.accounts()).size).toBe(10)
    expect(await company.auditEvents(runId)).toEqual({ 'account.added': 10, 'run.finished': 1 })
  },
)

const changing: [Failpoint, number][] = [
  ['part-staged', 1],
  ['page-mapped', 1],
  ['page-decided', 1],
  ['addresses-parked', 1],
  ['groups-decided', 1],
  ['members-compared', 1],
  ['batch-open', 2],
  ['batch-committed', 1],
]

test.each(changing)(
  'killed at %s (visit %i), a run that adds, updates, swaps, ends and gives back leaves what an uninterrupted one leaves',
  async (point, visit) => {
    const pictures: unknown[] = []
    for (const failpoint of [undefined, dyingAt(point, visit)]) {
      const company = await companyWith(12)
      const { directory } = company
      directory.disable(anchorOf(`CN=Person 9,${fakeBase}`))
      await company.approve(await company.run('preview'))
      const at = (number: number) => anchorOf(`CN=Person ${number},${fakeBase}`)
      directory.set(at(1), { mail: `person.2@${directory.domain}` })
      directory.set(at(2), { mail: `person.1@${directory.domain}` })
      directory.set(at(3), { title: 'Judge' })
      directory.disable(at(4))
      directory.remove(at(5), { tombstone: true })
      directory.enable(at(9))
      directory.person('Person New', fakeBase)
      directory.list('Law', fakeBase, [`CN=Person 1,${fakeBase}`, `CN=Person 3,${fakeBase}`])
      const source = withLists(directory.source())
      const runId = await company.start()
      if (failpoint) {
        await expect(company.advance(runId, { failpoint, source })).rejects.toThrow('killed')
        await company.expireLease(runId)
      }
      expect(await company.advance(runId, { source })).toBe('finished')
      const domain = directory.domain
      const picture = await company.sql<{ row: string }>(sql`
        select replace(jsonb_build_array(email_key, attributes, active, suspended, blocked_because, session_version)::text,
          ${domain}, 'domain') as row from accounts order by 1`)
      const lists = await company.sql(sql`select g.name, a.display_name from groups g
        join group_members m on m.group_id = g.id join accounts a on a.id = m.account_id order by 1, 2`)
      expect(lists).toHaveLength(2)
      pictures.push({
        picture,
        lists,
        report: (await company.read(runId)).report,
        audit: await company.auditEvents(runId),
      })
    }
    expect(pictures[1]).toEqual(pictures[0])
  },
)

test('each effect outside happens once, however often the worker dies', async () => {
  const company = await companyWith(20)
  await company.approve(await company.run('preview'))
  for (const at of [1, 2, 3, 4, 5]) company.directory.disable(anchorOf(`CN=Person ${at},${fakeBase}`))
  const runId = await company.start()
  await expect(company.advance(runId, { failpoint: dyingAt('batch-committed', 1) })).rejects.toThrow('killed')
  await company.expireLease(runId)
  await expect(company.advance(runId, { failpoint: dyingAt('batch-open', 1) })).rejects.toThrow('killed')
  await company.expireLease(runId)
  expect(await company.advance(runId)).toBe('finished')
  expect((await company.read(runId)).report).toMatchObject({ deactivatedRead: 5, unchanged: 15 })
  const sessions = [...(await company.accounts()).values()].map(account => account.session).sort()
  expect(sessions).toEqual([...Array(15).fill(1), ...Array(5).fill(2)])
  expect(await company.sql(sql`select count(*)::int as n from outbox`)).toEqual([{ n: 5 }])
})

test.each(['part-staged', 'page-mapped', 'batch-committed'] as const)(
  'a worker that loses its claim at %s commits nothing from then on',
  async point => {
    const company = await companyWith(10)
    const runId = await company.startApproved(await company.run('preview'))
    let applied: unknown
    const failpoint = async (at: Failpoint) => {
      if (at !== point || applied !== undefined) return
      await company.expireLease(runId)
      await company.claim(runId, 'second')
      applied = await company.sql(sql`select count(*)::int as n from accounts`)
    }
    expect(await company.advance(runId, { failpoint })).toBe('lost')
    expect(await company.sql(sql`select count(*)::int as n from accounts`)).toEqual(applied)
    await company.expireLease(runId)
    expect(await company.advance(runId)).toBe('finished')
    expect(await company.auditEvents(runId)).toEqual({ 'account.added': 10, 'run.finished': 1 })
  },
)

test('a queued run is cancelled at once; one at work after its batch, keeping what it did', async () => {
  const company = await companyWith(10)
  const queued = await company.start('preview')
  expect(await cancelRun(company.organizationId, { runId: queued, cancelledBy: 'x' })).toMatchObject({ ok: true })
  expect(await company.read(queued)).toMatchObject({ state: 'cancelled', fault: { code: 'cancelled-by-admin' } })

  await company.approve(await company.run('preview'))
  for (const at of [11, 12]) company.directory.person(`Person ${at}`, fakeBase)
  for (const at of [1, 2, 3]) company.directory.disable(anchorOf(`CN=Person ${at},${fakeBase}`))
  setBatch('1')
  const runId = await company.start()
  let asked = false
  const failpoint = async (at: Failpoint) => {
    if (at !== 'batch-committed' || asked) return
    asked = true
    await cancelRun(company.organizationId, { runId, cancelledBy: company.administratorId })
  }
  expect(await company.advance(runId, { failpoint })).toBe('cancelled')
  expect((await company.read(runId)).report).toMatchObject({ read: 12, deactivatedRead: 1, added: 0, skipped: 4 })
  setBatch('4')
})

test('a worker that is told to stop gives the run back, and the next one goes on', async () => {
  const company = await companyWith(10)
  const stopping = new AbortController()
  const runId = await company.start('preview')
  const failpoint = (at: Failpoint) => {
    if (at === 'page-mapped') stopping.abort()
  }
  expect(await company.advance(runId, { signal: stopping.signal, failpoint })).toBe('paused')
  expect(await company.advance(runId)).toBe('previewed')
})
