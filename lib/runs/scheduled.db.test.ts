import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { furtherSettings } from '@/lib/connectors/further-settings'
import { pauseConnector, resumeConnector } from '@/lib/connectors/pause-connector'
import { saveSchedule } from '@/lib/connectors/save-schedule'
import { stepHash } from '@/lib/connectors/step-shown'
import type { ReadFault } from '@/lib/directory/read-fault'
import { forgetEnvironment } from '@/lib/env'
import { refused } from '@/lib/outcome'
import { readConnector } from '@/lib/store/connectors'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { listRuns, type Run } from '@/lib/store/runs'
import { listDueSchedules } from '@/lib/store/runs-due'
import { resumePaused } from './resume-paused'
import { startRun } from './start-run'
import { type ScheduledStart, startScheduled } from './start-scheduled'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

vi.mock('@/lib/jobs/wake', () => ({ wake: async () => undefined }))

const actor = { kind: 'operator', id: 'tests' } as const
const hour = 3_600_000
const daily = { full: { every: 'day', at: '04:00' } }
const hourly = { full: { every: 'hours', count: 1, at: '00:00' }, startsOn: '2026-01-01' }
let database: TestDatabase
let company: TestCompany

beforeAll(async () => {
  database = await testDatabase()
  // biome-ignore lint/style/noProcessEnv: a test stands in for the operator
  process.env.ENROLLMENT_SPREAD_SECONDS = '0'
  forgetEnvironment()
})
afterAll(() => database.drop())
beforeEach(async () => {
  company = new TestCompany()
  await company.create()
  await company.synchronized(12)
})
afterEach(() => vi.restoreAllMocks())

async function schedule(settings: unknown): Promise<void> {
  const saved = await saveSchedule(company.organizationId, actor, company.connectorId, { settings })
  if (!saved.ok) throw new Error(saved.faults.map(({ code }) => code).join())
}

/** As if the next time of each clock had passed so many hours ago. */
const passed = (hours: number, kind = 'full') =>
  company.sql(sql`update schedule_clocks set next_for = date_trunc('hour', now()) - make_interval(hours => ${hours}),
    due_at = date_trunc('hour', now()) - make_interval(hours => ${hours})
    where connector_id = ${company.connectorId} and kind = ${kind}`)

const start = async (): Promise<ScheduledStart> =>
  (await startScheduled(company.organizationId, company.connectorId)).outcome
const isDue = async () => {
  const due = await acrossOrganizations('test', tx => listDueSchedules(tx, 1_000))
  return due.some(({ id }) => id === company.connectorId)
}
const scheduled = async (): Promise<Run[]> => {
  const runs = await inOrganization(company.organizationId, tx => listRuns(tx, { limit: 50 }))
  return runs.filter(({ cause }) => cause === 'scheduled')
}
const leftOut = async (kind = 'full') => {
  const [clock] = await company.sql<{ code: string | null }>(sql`
    select left_out->>'code' as code from schedule_clocks where connector_id = ${company.connectorId} and kind = ${kind}`)
  return clock?.code
}

describe('a time that is due', () => {
  test('has its run once, though twenty ask at the same moment', async () => {
    await schedule(hourly)
    expect(await isDue()).toBe(false)
    await passed(0)
    expect(await isDue()).toBe(true)
    const outcomes = await Promise.all(Array.from({ length: 20 }, start))
    expect(outcomes.filter(outcome => outcome === 'started')).toHaveLength(1)
    expect(await scheduled()).toHaveLength(1)
    expect(await isDue()).toBe(false)
  })

  test('runs once and late after a night without a worker, and says how many times were missed', async () => {
    await schedule(hourly)
    await passed(9)
    expect(await start()).toBe('started')
    const [run] = await scheduled()
    expect(run).toMatchObject({ cause: 'scheduled', scheduleKind: 'full', quick: false, missed: 9 })
    expect(Date.now() - (run?.scheduledFor?.getTime() ?? 0)).toBeLessThan(hour + 60_000)
    expect(await start()).toBe('waiting')
    await company.advance(run?.id ?? '')
    expect(await start()).toBe('nothing')
  })

  test('whose run exists has no second one, though the clock was lost', async () => {
    await schedule(hourly)
    await passed(0)
    await start()
    const [run] = await scheduled()
    await company.advance(run?.id ?? '')
    await company.sql(sql`update schedule_clocks set last_for = null`)
    await passed(0)
    expect(await start()).toBe('left-out')
    expect(await leftOut()).toBe('had-its-run')
    expect(await scheduled()).toHaveLength(1)
  })

  test('a day has one run, though the schedule is moved to later on the same day', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.setSystemTime('2027-05-03T03:59Z')
    const at = (time: string) => () => new Date(time)
    await schedule(daily)
    await company.sql(sql`delete from schedule_clocks`)
    const look = async (time: string) =>
      (await startScheduled(company.organizationId, company.connectorId, at(time))).outcome
    vi.useRealTimers()
    expect(await look('2027-05-03T03:59Z')).toBe('nothing')
    expect(await look('2027-05-03T04:01Z')).toBe('started')
    await company.advance((await scheduled())[0]?.id ?? '')
    await company.sql(
      sql`update connectors set schedule = '{"full":{"every":"day","at":"05:00"}}', schedule_revision = 9`,
    )
    expect(await look('2027-05-03T04:30Z')).toBe('nothing')
    expect(await look('2027-05-03T05:30Z')).toBe('nothing')
    expect(await look('2027-05-04T05:01Z')).toBe('started')
  })

  test('the database itself refuses a second run for a time and for a day', async () => {
    await schedule(daily)
    await company.sql(sql`update schedule_clocks set next_for = date_trunc('day', now()) - interval '20 hours',
      due_at = now() where kind = 'full'`)
    expect(await start()).toBe('started')
    const again = (column: string) => sql`
      insert into runs (organization_id, id, number, connector_id, connector_version, kind, cause, state, first,
        requested_by, schedule_kind, scheduled_for, scheduled_date)
      select organization_id, gen_random_uuid(), 1000, connector_id, connector_version, kind, cause, 'failed', first,
        requested_by, schedule_kind, scheduled_for + ${column === 'day' ? '1 minute' : '0 minutes'}::interval, scheduled_date
      from runs where cause = 'scheduled'`
    await expect(company.sql(again('time'))).rejects.toThrow()
    await expect(company.sql(again('day'))).rejects.toThrow()
  })
})

describe('nothing runs by itself', () => {
  test('while paused until a day; from its beginning on it does again, and the record says by itself', async () => {
    const { organizationId, connectorId } = company
    await company.sql(sql`update organizations set time_zone = 'Asia/Kolkata' where id = ${organizationId}`)
    await schedule(hourly)
    const pause = (on: string) => pauseConnector(organizationId, actor, connectorId, 'Office move', on)
    expect(await pause('2020-01-01')).toMatchObject({ faults: [{ code: 'pause-end-past', path: 'resumeOn' }] })
    expect(await pause('next week')).toMatchObject({ faults: [{ code: 'date-invalid', path: 'resumeOn' }] })
    expect(await pause('2099-03-07')).toMatchObject({ ok: true })
    await passed(3)
    await resumePaused(new Date('2099-03-06T18:29:59Z'))
    expect([await isDue(), await start()]).toEqual([false, 'nothing'])
    await resumePaused(new Date('2099-03-06T18:30:00Z'))
    expect([await isDue(), await start()]).toEqual([true, 'started'])
    const [entry] = await company.sql<{ actor_id: string; details: string }>(sql`
      select actor_id, details from audit_entries where event = 'connector.resumed'`)
    expect(entry).toEqual({ actor_id: 'pause', details: '{"until":"2099-03-06T18:30:00.000Z"}' })
  })

  test('while paused without a day; what was missed runs once afterwards', async () => {
    await schedule(hourly)
    await pauseConnector(company.organizationId, actor, company.connectorId, 'Office move')
    await passed(3)
    await resumePaused(new Date('2199-01-01'))
    expect([await isDue(), await start()]).toEqual([false, 'nothing'])
    const { organizationId, connectorId } = company
    const asked = { connectorId, kind: 'synchronize', cause: 'manual', requestedBy: actor.id } as const
    const said = { known: 'yes', name: actor.id, reason: 'Office move' }
    expect(await startRun(organizationId, asked)).toEqual(refused('connector-paused', said))
    await resumeConnector(company.organizationId, actor, company.connectorId)
    expect([await isDue(), await start()]).toEqual([true, 'started'])
    expect((await scheduled())[0]).toMatchObject({ missed: 3 })
  })

  test('before a person approved the first run', async () => {
    const other = new TestCompany()
    await other.create()
    await saveSchedule(other.organizationId, actor, other.connectorId, { settings: hourly })
    await other.sql(sql`update connectors set state = 'active'`)
    const due = await acrossOrganizations('test', tx => listDueSchedules(tx, 1_000))
    expect(due.some(({ id }) => id === other.connectorId)).toBe(false)
    expect((await startScheduled(other.organizationId, other.connectorId)).outcome).toBe('nothing')
  })

  test('while the directory refused the password, until a person corrects it', async () => {
    await schedule(hourly)
    await company.sql(sql`update connectors set state = 'attention', refused_hash = 'x'`)
    await passed(2)
    expect([await isDue(), await start()]).toEqual([false, 'nothing'])
  })

  test('without a schedule', async () => {
    expect([await isDue(), await start()]).toEqual([false, 'nothing'])
    await schedule(hourly)
    await schedule(null)
    await passed(2)
    expect([await isDue(), await start()]).toEqual([false, 'nothing'])
  })
})

describe('beside other runs', () => {
  test('a time that comes while a run is at work waits for its end, and then runs', async () => {
    await schedule(hourly)
    const manual = await company.start()
    await passed(0)
    expect([await isDue(), await start()]).toEqual([false, 'waiting'])
    await company.advance(manual)
    expect([await isDue(), await start()]).toEqual([true, 'started'])
  })

  test('a manual run during a scheduled one is told of it', async () => {
    await schedule(hourly)
    await passed(0)
    await start()
    const { organizationId, connectorId, administratorId: requestedBy } = company
    const second = await startRun(organizationId, { connectorId, kind: 'synchronize', cause: 'manual', requestedBy })
    expect(second).toMatchObject({ ok: false, faults: [{ code: 'run-already-active' }] })
  })

  test('a full run stands for a quick one that is due at the same time', async () => {
    await schedule({ ...hourly, quick: { minutes: 5 } })
    await passed(0)
    await passed(0, 'quick')
    expect(await start()).toBe('started')
    expect(await scheduled()).toMatchObject([{ scheduleKind: 'full', quick: false }])
    expect(await leftOut('quick')).toBe('full-run-covers')
  })

  test('a quick run has its own clock, and is quick', async () => {
    await schedule({ ...daily, quick: { minutes: 5 } })
    await passed(0, 'quick')
    expect(await start()).toBe('started')
    expect(await scheduled()).toMatchObject([{ scheduleKind: 'quick', quick: true, scheduledDate: null }])
  })

  test('a plan that waits is superseded by the next full run, but not by a quick one', async () => {
    await schedule({ ...hourly, quick: { minutes: 5 } })
    const preview = await company.run('preview')
    await passed(0, 'quick')
    await start()
    await company.advance((await scheduled())[0]?.id ?? '')
    expect((await company.read(preview.id)).state).toBe('previewed')
    await passed(0)
    await start()
    expect((await company.read(preview.id)).state).toBe('superseded')
  })
})

test('an editor who saw an older schedule changes nothing', async () => {
  const { organizationId, connectorId } = company
  const hash = () =>
    inOrganization(organizationId, async tx => {
      const connector = await readConnector(tx, connectorId)
      return connector ? stepHash('schedule', connector, await furtherSettings(tx, connectorId)) : ''
    })
  const save = (seen: string) =>
    saveSchedule(organizationId, actor, connectorId, { settings: hourly, seen: { step: 'schedule', hash: seen } })
  const first = await hash()
  expect(await save(first)).toMatchObject({ ok: true })
  expect(await save(first)).toMatchObject({ ok: false, faults: [{ code: 'step-changed' }] })
  expect(await save(await hash())).toMatchObject({ ok: true })
})

test('a zone that is none is refused, and a new one holds for the next times', async () => {
  const { organizationId, connectorId } = company
  const save = (timeZone: string) => saveSchedule(organizationId, actor, connectorId, { settings: daily, timeZone })
  expect(await save('+02:00 or so')).toMatchObject({ ok: false, faults: [{ code: 'time-zone-unknown' }] })
  await save('Asia/Kolkata')
  const [clock] = await company.sql<{ next: string }>(sql`
    select to_char(next_for at time zone 'Asia/Kolkata', 'HH24:MI') as next from schedule_clocks where kind = 'full'`)
  expect(clock?.next).toBe('04:00')
})

/** Starts what is due and carries it out. */
async function carriedOut(): Promise<Run> {
  const { runId } = await startScheduled(company.organizationId, company.connectorId)
  await company.advance(runId ?? '')
  return company.read(runId ?? '')
}

describe('quiet hours', () => {
  const at = (time: number) => new Date(time).toISOString().slice(11, 16)
  const quietNow = () => ({ from: at(Date.now() - hour), to: at(Date.now() + hour) })

  test('delay removals and nothing else; the first run after them removes', async () => {
    await schedule({ ...hourly, quietHours: quietNow() })
    company.directory.disable(anchorOf(`CN=Person 1,${fakeBase}`))
    company.directory.person('New Person', fakeBase)
    await passed(0)
    const quiet = await carriedOut()
    expect(quiet).toMatchObject({ state: 'finished', delayedRemovals: 1, report: { added: 1, deactivatedRead: 0 } })
    expect(await company.plan(quiet.id)).toMatchObject({ 'deactivate quiet-hours left': 1 })
    expect((await company.accounts()).get('person.1')).toMatchObject({ active: true })
    await schedule({ ...hourly, quietHours: { from: at(Date.now() + hour), to: at(Date.now() + 2 * hour) } })
    await company.sql(sql`update runs set scheduled_for = scheduled_for - interval '1 day'`)
    await passed(0)
    expect(await carriedOut()).toMatchObject({ delayedRemovals: 0, report: { deactivatedRead: 1 } })
  })

  test('do not bind a person who starts a run by hand', async () => {
    await schedule({ ...hourly, quietHours: quietNow() })
    company.directory.disable(anchorOf(`CN=Person 1,${fakeBase}`))
    expect(await company.run()).toMatchObject({ delayedRemovals: 0, report: { deactivatedRead: 1 } })
  })
})

describe('a scheduled run that cannot read', () => {
  const lost = { code: 'connection-timeout', args: { host: 'dc1', port: 636, seconds: 10 } } as const
  const begin = async () => {
    await schedule(hourly)
    await passed(0)
    return (await startScheduled(company.organizationId, company.connectorId)).runId ?? ''
  }
  const retryNow = (runId: string) => company.sql(sql`update runs set retry_at = now() where id = ${runId}`)

  test('tries again after one, five and fifteen minutes, as the same run, and then fails', async () => {
    company.directory.incomplete = lost
    const runId = await begin()
    const minutes: number[] = []
    while ((await company.advance(runId)) === 'paused') {
      const { retryAt, fault, state } = await company.read(runId)
      expect([fault?.code, state]).toEqual(['connection-timeout', 'importing'])
      minutes.push(Math.round(((retryAt?.getTime() ?? 0) - Date.now()) / 60_000))
      await expect(company.claim(runId)).rejects.toThrow('not free')
      await retryNow(runId)
    }
    expect(minutes).toEqual([1, 5, 15])
    expect(await company.read(runId)).toMatchObject({ state: 'failed', fault: { code: 'connection-timeout' } })
    expect(await scheduled()).toHaveLength(1)
  })

  test('succeeds at a later try, and then has no fault', async () => {
    company.directory.incomplete = lost
    const runId = await begin()
    await company.advance(runId)
    company.directory.incomplete = null
    await retryNow(runId)
    await company.advance(runId)
    expect(await company.read(runId)).toMatchObject({ state: 'finished', fault: null, retries: 1 })
  })

  test('is tried at once when a person asks for a run', async () => {
    company.directory.incomplete = lost
    const runId = await begin()
    await company.advance(runId)
    expect(await company.start()).toBe(runId)
    await company.advance(runId)
  })

  test.each([
    ['bind-rejected', {}],
    ['bind-account-locked', {}],
    ['certificate-expired', { validTo: 'x' }],
    ['result-code', { code: 50, text: 'insufficientAccessRights' }],
  ] as const)('never tries again after %s, which does not pass by itself', async (code, args) => {
    company.directory.incomplete = { code, args } as ReadFault
    const runId = await begin()
    expect(await company.advance(runId)).toBe('failed')
    expect(await company.read(runId)).toMatchObject({ retries: 0, retryAt: null })
  })

  test('tries again when the server is busy or just starting', async () => {
    company.directory.incomplete = { code: 'result-code', args: { code: 51, text: 'busy' } }
    expect(await company.advance(await begin())).toBe('paused')
  })

  test('a run that a person started fails at once, so that they see it', async () => {
    company.directory.incomplete = lost
    expect(await company.run()).toMatchObject({ state: 'failed', retries: 0 })
  })
})
