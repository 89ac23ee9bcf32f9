import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { env, provideEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { unlimited } from '@/lib/settings/license'
import { saveLicense, seatsOf } from '@/lib/store/licenses'
import { inOrganization } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { startRevert } from './start-revert'
import { TestCompany } from './testing/company'
import { anchorOf, fakeBase } from './testing/fake-source'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

class SeatCompany extends TestCompany {
  static async with(seats: number | null, settings = {}): Promise<SeatCompany> {
    const company = new SeatCompany()
    await company.create(settings)
    await company.grant(seats)
    return company
  }

  grant(seats: number | null): Promise<void> {
    return inOrganization(this.organizationId, tx => saveLicense(tx, { ...unlimited, seats }))
  }

  seats() {
    return inOrganization(this.organizationId, seatsOf)
  }

  people(names: readonly string[]): void {
    for (const name of names) this.directory.person(name, fakeBase)
  }

  async revert({ id: runId }: Run): Promise<Run> {
    const { organizationId, administratorId: requestedBy } = this
    const started = await startRevert(organizationId, { runId, cause: 'manual', requestedBy })
    if (!started.ok) throw new Error(started.faults.map(fault => fault.code).join())
    await this.advance(started.value.runId)
    return this.read(started.value.runId)
  }

  /** Who may sign in, by the name before the @. */
  async present(): Promise<string[]> {
    return [...(await this.accounts())].flatMap(([name, { active }]) => (active ? [name] : [])).sort()
  }
}
const entry = (name: string) => anchorOf(`CN=${name},${fakeBase}`)

test('a plan goes as far as its seats: who must wait is told beforehand, listed, and served when there are more', async () => {
  const company = await SeatCompany.with(3)
  company.people(['Eve', 'Dan', 'Cyd', 'Bob', 'Ann'])
  const preview = await company.run('preview')
  expect(await company.plan(preview.id)).toEqual({ 'add new-in-scope planned': 3, 'add no-seat left': 2 })
  expect(preview.notices).toEqual([{ code: 'seats-short', args: { needed: 5, left: 3, freed: 0, without: 2 } }])
  expect(preview.holds).toEqual([{ code: 'first-run', covers: 'everything', args: { additions: 3 } }])
  const first = await company.approve(preview)
  expect(first.report).toMatchObject({ read: 5, added: 3, skipped: 2, failedRead: 0 })
  expect(await company.present()).toEqual(['ann', 'bob', 'cyd'])
  const again = await company.run()
  expect(again).toMatchObject({ state: 'finished', report: { unchanged: 3, skipped: 2, added: 0 } })
  expect(await company.auditEvents(again.id)).toEqual({ 'run.finished': 1, 'run.started': 1 })
  await company.grant(null)
  expect(await company.run()).toMatchObject({ report: { unchanged: 3, added: 2 }, notices: [] })
})

test('what is needed and left is said also where it is enough, and nothing where nobody needs any', async () => {
  const company = await SeatCompany.with(4)
  company.people(['Ann', 'Bob'])
  const preview = await company.run('preview')
  expect(preview.notices).toEqual([{ code: 'seats-needed', args: { needed: 2, left: 4, freed: 0 } }])
  await company.approve(preview)
  expect((await company.run()).notices).toEqual([])
  expect(await company.seats()).toEqual({ seats: 4, used: 2, left: 2 })
})

test('who comes back is served before who is linked, and both before new people', async () => {
  const company = await SeatCompany.with(8)
  company.people(['Zoe', 'Kay', 'Lea', 'Mia', 'Nat', 'Oda'])
  await company.approve(await company.run('preview'))
  company.directory.disable(entry('Zoe'))
  await company.run()
  expect(await company.seats()).toMatchObject({ used: 5 })
  await company.byHand('yan')
  company.people(['Yan', 'Ann', 'Bob'])
  company.directory.enable(entry('Zoe'))
  await company.grant(7)
  const run = await company.run()
  expect(await company.plan(run.id)).toEqual({
    'reactivate enabled-again applied': 1,
    'link same-verified-mail applied': 1,
    'add no-seat left': 2,
  })
  expect(await company.seats()).toEqual({ seats: 7, used: 7, left: 0 })
})

test('whoever leaves in the same plan frees a seat in it; a suspended person keeps theirs', async () => {
  const company = await SeatCompany.with(6, { leaving: { expired: 'suspend' } })
  company.people(['A1', 'A2', 'A3', 'A4', 'A5', 'A6'])
  await company.approve(await company.run('preview'))
  company.directory.disable(entry('A1'))
  company.directory.set(entry('A2'), { accountExpires: '130000000000000000' })
  company.people(['B1', 'B2'])
  const run = await company.run()
  expect(await company.plan(run.id)).toEqual({
    'deactivate disabled-in-directory applied': 1,
    'suspend expired-in-directory applied': 1,
    'add new-in-scope applied': 1,
    'add no-seat left': 1,
  })
  expect(await company.seats()).toEqual({ seats: 6, used: 6, left: 0 })
})

describe('a seat that a removal would free', () => {
  /** Ten people, seven of whom go, which is held; and three who come, for two of whom there is no other seat. */
  async function held(): Promise<SeatCompany> {
    const company = await SeatCompany.with(11)
    const people = Array.from({ length: 10 }, (_, at) => `Person ${at}`)
    company.people(people)
    await company.approve(await company.run('preview'))
    for (const name of people.slice(0, 7)) company.directory.disable(entry(name))
    company.people(['New A', 'New B', 'New C'])
    return company
  }

  test('is held with the removal, and both are carried out together when they are approved', async () => {
    const company = await held()
    const run = await company.run()
    expect(run.state).toBe('held')
    expect(await company.plan(run.id)).toEqual({
      'deactivate disabled-in-directory held': 7,
      'add new-in-scope applied': 1,
      'add seat-of-held held': 2,
    })
    expect(run.report).toMatchObject({ read: 13, added: 1, heldRead: 9, unchanged: 3 })
    const approved = await company.approve(run)
    expect(await company.plan(approved.id)).toMatchObject({
      'deactivate disabled-in-directory applied': 7,
      'add new-in-scope applied': 2,
    })
    expect(await company.seats()).toEqual({ seats: 11, used: 6, left: 5 })
  })

  test('is nobody’s where only those who need it were approved', async () => {
    const company = await held()
    const run = await company.run()
    const approved = await company.approve(run, {}, { only: [entry('New B'), entry('New C')] })
    expect(await company.plan(approved.id)).toMatchObject({ 'add no-seat left': 2 })
    expect(await company.seats()).toEqual({ seats: 11, used: 11, left: 0 })
  })
})

test('who finds that a seat was taken meanwhile fails alone, and the next run tries again', async () => {
  const company = await SeatCompany.with(6)
  company.people(['A1', 'A2', 'A3', 'A4'])
  const runId = await company.startApproved(await company.run('preview'))
  provideEnvironment({ ENROLLMENT_APPLY_BATCH: '2' })
  let batches = 0
  await company.advance(runId, {
    failpoint: async name => {
      if (name === 'batch-committed' && batches++ === 0) await company.grant(3)
    },
  })
  provideEnvironment({ ENROLLMENT_APPLY_BATCH: '' })
  const run = await company.read(runId)
  expect(await company.plan(run.id)).toEqual({ 'add new-in-scope applied': 3, 'add new-in-scope failed': 1 })
  expect(run).toMatchObject({ state: 'finished', report: { added: 3, failedRead: 1 } })
  const failures = sql`select distinct failure from changes where run_id = ${runId} and state = 'failed'`
  expect(await company.sql(failures)).toEqual([{ failure: 'no-seat' }])
  expect(await company.seats()).toEqual({ seats: 3, used: 3, left: 0 })
  await company.grant(5)
  expect((await company.run()).report).toMatchObject({ added: 1, failedRead: 0 })
})

test('taking a run back needs seats like any other plan', async () => {
  const company = await SeatCompany.with(6)
  company.people(['A1', 'A2', 'A3', 'A4', 'A5', 'A6'])
  await company.approve(await company.run('preview'))
  for (const name of ['A1', 'A2']) company.directory.disable(entry(name))
  const removed = await company.run()
  await company.grant(5)
  const revert = await company.revert(removed)
  expect(await company.plan(revert.id)).toEqual({ 'reactivate no-seat left': 1, 'reactivate run-reverted planned': 1 })
  await company.approve(revert)
  expect(await company.seats()).toEqual({ seats: 5, used: 5, left: 0 })
})

test('there are never more than there are seats, and the same people have them in whatever order they are read', async () => {
  const names = ['Ann', 'Bob', 'Cyd', 'Dan', 'Eve', 'Fay']
  const order = fc.shuffledSubarray(names, { minLength: names.length })
  const pages = fc.integer({ min: 1, max: 4 })
  const seats = fc.integer({ min: 0, max: 7 })
  await fc.assert(
    fc.asyncProperty(order, pages, seats, fc.subarray(names), async (read, pageSize, granted, leaving) => {
      const company = await SeatCompany.with(granted)
      company.directory.pageSize = pageSize
      company.people(read)
      await company.approve(await company.run('preview'))
      const served = names.slice(0, granted).map(name => name.toLowerCase())
      expect(await company.present()).toEqual(served)
      for (const name of leaving) company.directory.disable(entry(name))
      await company.run()
      const after = await company.run()
      expect(after.report).toMatchObject({ added: 0, reactivated: 0, deactivatedRead: 0 })
      expect((await company.seats()).used).toBeLessThanOrEqual(granted)
    }),
    { numRuns: 5 * env().ENROLLMENT_TEST_RUNS, seed: 20_261_126 },
  )
})
