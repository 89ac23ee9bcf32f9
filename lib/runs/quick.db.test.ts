import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import type { Operation } from '@/lib/sample-directory/server'
import type { Run } from '@/lib/store/runs'
import { TestCompany } from './testing/company'
import { type SampleCompany, sampleCompany } from './testing/sample-company'
import { snapshotOf, snapshotRows } from './testing/snapshot-rows'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})
const running: SampleCompany[] = []
afterEach(async () => {
  for (const company of running.splice(0)) await company.stop()
})

async function begin(options?: Parameters<typeof sampleCompany>[0]): Promise<SampleCompany> {
  const company = await sampleCompany(options)
  running.push(company)
  return company
}
const because = (run: Run) => run.fullBecause?.code ?? 'quick'
const day = 86_400_000

describe('a quick run', () => {
  test('does what a full one would: the new, the changed, the disabled and the returned', async () => {
    const { directory, people, unit, tenant, full, quick } = await begin()
    const [anna, bert, carla] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]]
    directory.disable(anna.anchor)
    directory.setAttribute(bert.anchor, 'title', ['Navigator'])
    directory.renameUnit(unit('Sales'), 'Vertrieb')
    directory.hire(unit('IT'), 'New Person', {
      displayName: ['New Person'],
      mail: [`new@${carla.userPrincipalName.split('@')[1]}`],
    })
    const run = await quick()
    expect([run.state, because(run), (await snapshotOf(tenant, run.id)).method]).toEqual([
      'finished',
      'quick',
      'dirsync',
    ])
    expect(run.report).toMatchObject({ added: 1, updated: 1, deactivatedRead: 1, suspected: 0 })
    directory.enable(anna.anchor)
    expect((await quick()).report).toMatchObject({ reactivated: 1, added: 0, updated: 0 })
    // Nothing is left for a full run to find.
    expect((await full()).report).toMatchObject({ added: 0, updated: 0, reactivated: 0, deactivatedRead: 0 })
  })

  test('on an unchanged directory changes nothing and reads nobody, and keeps the snapshot to the byte', async () => {
    const { tenant, quick, source } = await begin()
    const first = await quick()
    const delivered: number[] = []
    const counting: typeof source = {
      ...source,
      async *import(request) {
        for await (const event of source.import(request)) {
          if (event.type === 'objects') delivered.push(event.block.objects)
          yield event
        }
      },
    }
    const second = await tenant.runQuickly('synchronize', { source: counting })
    expect([because(second), delivered]).toEqual(['quick', []])
    expect(second.report).toEqual(first.report)
    expect(await tenant.plan(second.id)).toEqual(await tenant.plan(first.id))
    expect(await snapshotRows(tenant, second.id)).toEqual(await snapshotRows(tenant, first.id))
    expect((await snapshotOf(tenant, second.id)).base).toBe(first.id)
  })

  test('acts on a tombstone that was seen, confirmed by a look-up', async () => {
    const { directory, people, tenant, quick } = await begin()
    directory.delete(people[3]?.anchor ?? expect.fail())
    const run = await quick()
    expect(await tenant.plan(run.id)).toMatchObject({ 'deactivate deleted-in-directory applied': 1 })
  })

  test('acts on somebody seen outside of the scopes, and on everybody in a unit that left', async () => {
    for (const seesDeleted of [true, false]) {
      const { directory, people, unit, tenant, quick, full } = await begin({ seesDeleted })
      const [scope, outside] = [unit('Manufacturing'), unit('Logistics')]
      await tenant.changeSettings({
        organizationalUnits: { mode: 'chosen', rules: [{ anchor: scope, dn: 'OU=Manufacturing', effect: 'include' }] },
      })
      await full()
      const inside = people.filter(person => person.dn.includes('OU=Manufacturing'))
      directory.move(inside[0]?.anchor ?? expect.fail(), outside)
      const run = await quick()
      expect([because(run), await tenant.plan(run.id)]).toMatchObject(['quick', {}])
      const [row] = await tenant.sql(
        sql`select kind, reason from changes where run_id = ${run.id} and anchor = ${inside[0]?.anchor}`,
      )
      expect(row).toEqual({ kind: 'deactivate', reason: 'moved-out-of-scope' })
    }
  })

  test('never removes anybody for being absent, however often: it only notes it, and starts no clock', async () => {
    const { directory, people, tenant, quick, full } = await begin({ seesDeleted: false })
    const gone = people[5]?.anchor ?? expect.fail()
    directory.delete(gone)
    for (let round = 0; round < 3; round++) {
      const run = await quick()
      expect(because(run)).toBe('quick')
      expect(await tenant.plan(run.id)).toMatchObject({ 'suspect absent-in-quick-import noted': 1 })
      expect(run.report).toMatchObject({ suspected: 1, deactivatedAbsent: 0 })
      tenant.now = new Date(tenant.now.getTime() + day)
    }
    expect(await tenant.sql(sql`select 1 from joins where suspected_at is not null`)).toEqual([])

    expect(await tenant.plan((await full()).id)).toMatchObject({ 'suspect absent-first-time noted': 1 })
    tenant.now = new Date(tenant.now.getTime() + day)
    // Not even when the clock runs: absence needs a second complete read.
    expect(await tenant.plan((await quick()).id)).toMatchObject({ 'suspect absent-in-quick-import noted': 1 })
    expect(await tenant.plan((await full()).id)).toMatchObject({ 'deactivate absent-twice applied': 1 })
  })

  test('that is held is approved against a fresh complete read', async () => {
    const { directory, people, tenant, source, quick } = await begin()
    for (const { anchor } of people.slice(0, 12)) directory.disable(anchor)
    const held = await quick()
    expect([held.state, because(held)]).toEqual(['held', 'quick'])
    const executing = await tenant.approve(held, { source })
    expect(executing).toMatchObject({ quick: false, state: 'finished', report: { deactivatedRead: 12 } })
    expect((await snapshotOf(tenant, executing.id)).method).toBe('full')
  })

  test('that is killed while it carries the snapshot over begins anew, and ends the same', async () => {
    const { directory, people, tenant, source, full } = await begin()
    directory.setAttribute(people[2]?.anchor ?? expect.fail(), 'title', ['Navigator'])
    const runId = await tenant.start('synchronize', { quick: true })
    const failpoint = (point: string) => {
      if (point === 'part-carried') throw new Error('killed')
    }
    await expect(tenant.advance(runId, { source, failpoint })).rejects.toThrow('killed')
    await tenant.expireLease(runId)
    await tenant.advance(runId, { source })
    const run = await tenant.read(runId)
    expect([run.state, because(run), run.report?.updated]).toEqual(['finished', 'quick', 1])
    const compared = { numbers: false }
    expect(await snapshotRows(tenant, runId, compared)).toEqual(await snapshotRows(tenant, (await full()).id, compared))
  })
})

describe('everything is read instead', () => {
  test('when there is nothing to go on from, and the next run can be quick', async () => {
    const { tenant, source, quick } = await begin()
    await tenant.sql(sql`update snapshots set watermark = null`)
    const run = await quick()
    expect([because(run), (await snapshotOf(tenant, run.id)).method, run.state]).toEqual([
      'full-first-read',
      'full',
      'finished',
    ])
    await tenant.sql(sql`update snapshots set watermark = '{"version": 0}'::jsonb`)
    expect(because(await quick())).toBe('full-first-read')
    expect(because(await tenant.runQuickly('preview', { source }))).toBe('quick')
  })

  test('at least once a week: quick runs do not postpone it, and a full one may be asked for at any time', async () => {
    const { tenant, quick, full } = await begin()
    const start = tenant.now.getTime()
    for (const days of [1, 3, 6.9]) {
      tenant.now = new Date(start + days * day)
      expect(because(await quick())).toBe('quick')
    }
    tenant.now = new Date(start + 7.1 * day)
    const due = await quick()
    expect(due.fullBecause).toEqual({ code: 'full-due', args: { days: 7 } })
    expect(because(await quick())).toBe('quick')
    expect(await full()).toMatchObject({ state: 'finished', quick: false, fullBecause: null })
  })

  test('when the settings changed since, whatever it is', async () => {
    const { tenant, unit, quick } = await begin()
    const rules = [{ anchor: unit('Sales'), dn: 'OU=Sales', effect: 'include' }]
    await tenant.changeSettings({ organizationalUnits: { mode: 'chosen', rules } })
    expect(because(await quick())).toBe('full-settings-changed')
    expect(because(await quick())).toBe('quick')
    await tenant.changeSettings({ organizationalUnits: { mode: 'chosen', rules }, leaving: { disabled: 'suspend' } })
    expect(because(await quick())).toBe('full-settings-changed')
  })

  test('when the stored read is not what was sealed', async () => {
    const { tenant, quick } = await begin()
    await tenant.sql(sql`delete from snapshot_objects where (run_id, anchor) in
      (select run_id, anchor from snapshot_objects where kind = 'person' order by run_id desc limit 1)`)
    await tenant.sql(sql`delete from snapshot_parts`)
    expect(because(await quick())).toBe('full-snapshot-damaged')
  })

  test('when the server was restored, and what the restored one says is what counts', async () => {
    const { directory, tenant, quick } = await begin()
    directory.restore()
    const run = await quick()
    expect(run.fullBecause).toEqual({ code: 'full-server-restored', args: { server: 'DC1' } })
    expect((await snapshotOf(tenant, run.id)).method).toBe('full')
    expect(because(await quick())).toBe('quick')
  })

  test('when the source knows no other way, once and not twice', async () => {
    const company = new TestCompany()
    await company.create()
    await company.synchronized(5)
    const run = await company.runQuickly()
    expect([because(run), run.state, run.report?.unchanged]).toEqual(['full-first-read', 'finished', 5])
    await company.sql(
      sql`update snapshots set full_read_at = now(), watermark = ${JSON.stringify(anyWatermark)}::jsonb`,
    )
    let imports = 0
    const source = company.directory.source()
    const counting: typeof source = {
      ...source,
      import: request => {
        imports++
        return source.import(request)
      },
    }
    expect(because(await company.runQuickly('synchronize', { source: counting }))).toBe('full-not-offered')
    expect(imports).toBe(1)
  })
})

const anyWatermark = {
  ...{ version: 1, method: 'sweep', usn: '1', dirSync: null, server: 'CN=NTDS Settings,CN=DC1' },
  ...{ invocationId: '00000000-0000-4000-8000-000000000001', domainSid: 'S-1-5-21-1-2-3', request: 'x' },
}

test('runs that fail leave the last good read to go on from', async () => {
  const { tenant, source, quick } = await begin()
  const failing: typeof source = {
    ...source,
    async *import({ scopes }) {
      for (const scope of scopes.keys())
        yield { type: 'scope-incomplete', scope, fault: { code: 'connection-lost', args: { host: 'dc1', port: 636 } } }
    },
  }
  for (let round = 0; round < 4; round++)
    expect((await tenant.run('synchronize', { source: failing })).state).toBe('failed')
  expect(because(await quick())).toBe('quick')
})

test('a clock that is wrong by years loses no change: numbers count, not times', async () => {
  let now = new Date()
  const asked: string[] = []
  const record = ({ search }: Operation) => asked.push(search?.filter ?? '', ...(search?.attributes ?? []))
  const { directory, people, quick } = await begin({ now: () => now, record })
  now = new Date('1970-01-02T00:00:00Z')
  directory.setAttribute(people[1]?.anchor ?? expect.fail(), 'title', ['Navigator'])
  expect((await quick()).report).toMatchObject({ updated: 1 })
  expect(asked.filter(text => /whenChanged|modifyTimeStamp/i.test(text))).toEqual([])
})
