import { sql } from 'drizzle-orm'
import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { writeMark } from '@/lib/store/database-mark'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { claimRun } from '@/lib/store/runs-lease'
import { approveRun } from './approve-run'
import { type Memory, noticeRestore } from './notice-restore'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

let database: TestDatabase
let owner: Sql

beforeAll(async () => {
  database = await testDatabase()
  owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)
const memory = (): Memory => ({ url: undefined, at: null })

/** Tables and the columns that a dump holds. */
const tables = () => owner<{ name: string; columns: string }[]>`
  select quote_ident(c.relname) as name, string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition group by c.relname`

/** Every row of every table, put aside as a dump would. */
async function backUp(): Promise<void> {
  await owner.unsafe('drop schema if exists backup cascade; create schema backup')
  for (const { name, columns } of await tables())
    await owner.unsafe(`create table backup.${name} as select ${columns} from public.${name}`)
}

/** What `pg_restore --data-only` does with it. */
async function restore(): Promise<void> {
  for (const { name, columns } of await tables())
    await owner.unsafe(`truncate public.${name};
      insert into public.${name} (${columns}) select ${columns} from backup.${name}`)
}

async function company(people = 20): Promise<TestCompany> {
  const made = new TestCompany()
  await made.create()
  await made.synchronized(people)
  await noticeRestore(memory())
  return made
}

test('a database that nobody restored is none, however often workers look and whoever else writes', async () => {
  const made = await company()
  const other = memory()
  for (let look = 0; look < 3; look++) expect(await noticeRestore(other)).toBe(false)
  await owner`update database_marks set timeline = timeline - 1`
  // The owner wrote it, which a restore does too: only our own way of writing it counts.
  expect(await noticeRestore(memory())).toBe(true)
  expect(await noticeRestore(other)).toBe(false)
  expect((await made.run()).state).toBe('finished')
})

test('a worker whose mark waited for another worker’s writes none that is older, which would look like a restore', async () => {
  await noticeRestore(memory())
  let waiting: Promise<Date> | undefined
  const later = await acrossOrganizations('test', async tx => {
    await tx.execute(sql`select from database_marks for update`)
    waiting = acrossOrganizations('test', writeMark)
    await vi.waitFor(async () => {
      const blocked = await owner`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      expect(blocked).toHaveLength(1)
    }, 5_000)
    return writeMark(tx)
  })
  expect((await waiting)?.getTime()).toBeGreaterThanOrEqual(later.getTime())
  expect(await noticeRestore(memory())).toBe(false)
})

test('after a restore nobody is removed or added before somebody looked, everything is read, and the reason is named', async () => {
  const made = await company()
  made.directory.disable(person(1))
  await backUp()
  // What happens after the backup: one person goes, two come, and the directory goes on.
  expect((await made.run()).report).toMatchObject({ deactivatedRead: 1 })
  made.directory.person('Newcomer', fakeBase)
  expect((await made.runQuickly()).report).toMatchObject({ added: 1 })
  await restore()
  expect(await noticeRestore(memory())).toBe(true)
  expect((await made.accounts()).has('newcomer')).toBe(false)

  const run = await made.runQuickly()
  expect(run.fullBecause).toEqual({ code: 'full-database-restored', args: {} })
  expect(run.holds).toContainEqual({ code: 'database-restored', covers: 'everything', args: {} })
  expect(run.state).toBe('held')
  expect((await made.accounts()).get('person.1')).toMatchObject({ active: true })
  // As long as nobody decides, the next one waits as well.
  const next = await made.run()
  expect(next).toMatchObject({ state: 'held' })
  expect((await made.approve(next)).state).toBe('finished')
  expect((await made.accounts()).get('person.1')).toMatchObject({ active: false })
  expect(await made.run()).toMatchObject({ state: 'finished', holds: [] })
})

test('where the restored database and the directory say the same, the next run carries on by itself', async () => {
  const made = await company()
  await backUp()
  await restore()
  expect(await noticeRestore(memory())).toBe(true)
  expect(await made.runQuickly()).toMatchObject({ state: 'finished', fullBecause: { code: 'full-database-restored' } })
  expect((await made.runQuickly()).holds).toEqual([])
})

test('somebody whom a read before the backup missed is missed anew, and not removed at once', async () => {
  const made = await company()
  made.directory.remove(person(2), { tombstone: false })
  await made.run()
  await backUp()
  await restore()
  await noticeRestore(memory())
  made.now = new Date(Date.now() + 3 * 3_600_000)
  const run = await made.run()
  expect(run.report).toMatchObject({ suspected: 1, deactivatedAbsent: 0 })
})

test('a run that the backup holds as unfinished is ended and never carried on, and its plans cannot be approved', async () => {
  const made = await company()
  const other = await company()
  const waiting = await other.run('preview')
  made.directory.disable(person(3))
  const unfinished = await made.start()
  const claimed = await made.claim(unfinished)
  await backUp()
  await made.advance(unfinished, { fence: claimed.fence }).catch(() => undefined)
  await restore()
  await owner`update runs set lease_until = now() - interval '1 second' where id = ${unfinished}`
  // Before anybody has noticed: no worker gets it.
  expect(await inOrganization(made.organizationId, tx => claimRun(tx, unfinished, 'worker', 60))).toBe(null)
  await Promise.all([noticeRestore(memory()), noticeRestore(memory()), noticeRestore(memory())])
  expect(await made.read(unfinished)).toMatchObject({ state: 'failed', fault: { code: 'database-restored' } })
  const { planHash, removals } = waiting
  const approval = { runId: waiting.id, planHash: planHash ?? '', removals: removals ?? -1, reason: 'ok' }
  const answer = await approveRun(other.organizationId, { ...approval, approvedBy: other.administratorId })
  expect(answer.ok ? [] : answer.faults.map(({ code }) => code)).toEqual(['hold-expired'])
  expect((await made.accounts()).get('person.3')).toMatchObject({ active: true })
})

test('a worker that saw the database further on than it is notices it, where the database itself cannot', async () => {
  await company()
  const worker = memory()
  await noticeRestore(worker)
  // A snapshot of the whole disk: every row is as it was, also what marks it.
  worker.at = new Date((worker.at?.getTime() ?? 0) + 60_000)
  expect(await noticeRestore(worker)).toBe(true)
  expect(await noticeRestore(worker)).toBe(false)
})

test('a server that took over a moment ago is not a backup, one brought back to an earlier time is', async () => {
  await company()
  const mark = (ago: string) =>
    owner.begin(async tx => {
      await tx.unsafe(`update database_marks set timeline = timeline + 1, written_by = pg_current_xact_id()::text,
      at = now() - interval '${ago}'`)
    })
  await mark('1 minute')
  expect(await noticeRestore(memory())).toBe(false)
  await mark('1 hour')
  expect(await noticeRestore(memory())).toBe(true)
})
