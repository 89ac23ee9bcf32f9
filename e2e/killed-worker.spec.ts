import { expect, test } from '@playwright/test'
import postgres, { type Sql } from 'postgres'
import { sampleBaseDn, sampleDomain } from '@/lib/sample-directory/settings'
import { isAlive } from '../lib/launch/alive'
import { readRunning } from '../lib/launch/running'
import { enrollmentJson, type RunJson } from './command-line'
import { createAdministrator } from './first-administrator'
import { type House, startHouse, waitFor } from './house'
import { mustOnlyRead } from './operations'
import { applySample } from './sample-company'

type Change = { anchor: string; account_id: string | null; kind: string; state: string; applied_at: Date | null }

let house: House
let database: Sql

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000)
  house = await startHouse({
    // Many small batches, so that there is a middle; a claim that is over soon, so that nobody waits for it.
    env: { ENROLLMENT_APPLY_BATCH: '4', ENROLLMENT_LEASE_SECONDS: '2', ENROLLMENT_RECONCILE_SECONDS: '0.5' },
  })
  const page = await browser.newPage()
  await createAdministrator(page, house, { domain: sampleDomain })
  await page.close()
  database = postgres(house.running.ownerUrl, { max: 2, onnotice: () => {} })
})

test.afterAll(async () => {
  await database?.end()
  await house?.stop()
})

const configure = (name: string, organizationalUnits: string) => applySample(house, name, { organizationalUnits })

const changesOf = (runId: string) => database<Change[]>`
  select anchor, account_id, kind, state, applied_at from changes where run_id = ${runId} and state <> 'noted'
  order by anchor`

/** Kills the worker between the first applied change and the last. @returns the run, as it stood without a worker */
async function killWhileApplying(): Promise<{ runId: string; worker: number; changes: Change[] }> {
  let runId = ''
  await expect
    .poll(
      async () => {
        const [run] = await database<{ id: string }[]>`
          select id from runs r where state = 'applying' and exists (select from changes c where c.run_id = r.id
            and c.state = 'applied')`
        runId = run?.id ?? ''
        return runId
      },
      { timeout: 60_000, intervals: [10] },
    )
    .not.toBe('')
  return database.begin(async sql => {
    // Its next batch cannot be stored now: what is counted here is what the killed worker leaves behind.
    await sql`lock table changes in share mode`
    const changes = await changesOf(runId)
    const worker = readRunning(house.data)?.pids.worker ?? 0
    process.kill(worker, 'SIGKILL')
    expect(await waitFor(() => !isAlive(worker), house.ended, 10)).toBe(true)
    return { runId, worker, changes: [...changes] }
  })
}

/** Part of it was there, the rest came from another worker, and nothing came twice. */
async function expectEveryChangeOnce(killed: Awaited<ReturnType<typeof killWhileApplying>>): Promise<Change[]> {
  const { runId } = killed
  const before = killed.changes.filter(({ state }) => state === 'applied')
  expect(before.length).toBeGreaterThan(0)
  expect(before.length).toBeLessThan(killed.changes.length)
  expect(readRunning(house.data)?.pids.worker).not.toBe(killed.worker)
  const [run] = await database`select state, fence::int from runs where id = ${runId}`
  expect(run).toEqual({ state: 'finished', fence: expect.any(Number) })
  expect(run?.fence).toBeGreaterThan(1)

  const after = await changesOf(runId)
  expect(after.map(({ anchor, kind, state }) => [anchor, kind, state])).toEqual(
    killed.changes.map(({ anchor, kind }) => [anchor, kind, 'applied']),
  )
  // What the first worker had done was not done again.
  expect(after).toEqual(expect.arrayContaining(before))
  const recorded = await database<{ anchor: string; account: string }[]>`
    select details::jsonb->>'anchor' as anchor, target_id as account from audit_entries
    where run_id = ${runId} and target_kind = 'account' order by 1`
  expect([...recorded]).toEqual(after.map(({ anchor, account_id }) => ({ anchor, account: account_id })))
  return [...after]
}

test('a worker killed in the middle of the first synchronization: another completes it, everyone is added once', async () => {
  await configure('everyone', 'all')
  const command = enrollmentJson<RunJson>(house.data, ['sync', 'Northwind', '--approve'])
  const killed = await killWhileApplying()
  const run = await command
  expect(run).toMatchObject({ exit: 0, json: { runId: killed.runId, state: 'finished' } })

  const changes = await expectEveryChangeOnce(killed)
  expect(new Set(changes.map(({ kind }) => kind))).toEqual(new Set(['add']))
  expect(run.json.report).toMatchObject({ added: changes.length, failedRead: 0 })
  const accounts = await database`select a.id, j.anchor from accounts a join joins j on j.account_id = a.id order by 2`
  expect([...accounts]).toEqual(changes.map(({ anchor, account_id }) => ({ id: account_id, anchor })))
  const listed = await enrollmentJson<unknown[]>(house.data, ['people'])
  expect(listed.json).toHaveLength(changes.length)
})

test('a worker killed while people are being signed out: each is signed out once', async () => {
  const [largest] = await database<{ unit: string }[]>`
    select unit from joins group by unit order by count(*) desc limit 1`
  await configure('without-the-largest', `[{ include: "${sampleBaseDn}" }, { exclude: "${largest?.unit}" }]`)
  const held = await enrollmentJson<RunJson>(house.data, ['sync', 'Northwind'])
  expect(held).toMatchObject({ exit: 2, json: { state: 'held' } })
  const { number, planHash, removals } = held.json
  const typed = ['--plan', planHash ?? '', '--removals', String(removals), '--reason', 'They moved to another company']
  const command = enrollmentJson<RunJson>(house.data, ['approve', String(number), ...typed])
  const killed = await killWhileApplying()
  const run = await command
  expect(run).toMatchObject({ exit: 0, json: { runId: killed.runId, state: 'finished' } })

  const changes = await expectEveryChangeOnce(killed)
  expect(run.json.report).toMatchObject({ deactivatedRead: removals, added: 0 })
  expect(changes).toHaveLength(removals ?? -1)
  const [effects] = await database`
    select count(*)::int as all, count(distinct idempotency_key)::int as different,
      count(distinct payload->>'accountId')::int as people, count(done_at)::int as done from outbox`
  expect(effects).toEqual({ all: removals, different: removals, people: removals, done: removals })
  const sessions = await database<{ id: string }[]>`select id from accounts where session_version = 2`
  expect(new Set(sessions.map(({ id }) => id))).toEqual(new Set(changes.map(change => change.account_id)))
  const [most] = await database`select max(session_version) as version from accounts`
  expect(most?.version).toBe(2)
})

test('the directory was asked for nothing but reading', () => {
  expect(house.operations().get('search')).toBeGreaterThan(0)
  mustOnlyRead(house.operations())
})
