import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { approveRun } from './approve-run'
import { choosePlan } from './choose-plan'
import { expirePlans } from './expire-plans'
import { rejectRun } from './reject-run'
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

const hour = 3_600_000
const person = (at: number) => anchorOf(`CN=Person ${at},${fakeBase}`)

/** Forty people, of whom seven are to leave, which is more than the limit. */
async function holding(): Promise<TestCompany> {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(40)
  for (let at = 1; at <= 7; at++) company.directory.disable(person(at))
  return company
}

const gone = async (company: TestCompany) =>
  [...(await company.accounts())]
    .filter(([, { active }]) => !active)
    .map(([name]) => name)
    .sort()

test('a chosen part is a plan of its own, with its own hash and number, and only that is carried out', async () => {
  const company = await holding()
  const { organizationId } = company
  const run = await company.run()
  const choice = { only: [person(1), person(2), person(3)] }
  const chosen = await choosePlan(organizationId, { runId: run.id, choice })
  expect(chosen).toMatchObject({ ok: true, value: { changes: 3, removals: 3 } })
  const approval = { runId: run.id, choice, reason: 'Those three left', approvedBy: company.administratorId }
  // The number and the hash of the whole plan do not approve the part, nor the part's the whole.
  const whole = { planHash: run.planHash ?? '', removals: 7 }
  expect(await approveRun(organizationId, { ...approval, ...whole })).toMatchObject({
    faults: [{ code: 'plan-hash-differs' }],
  })
  const part = chosen.ok ? chosen.value : { planHash: '', removals: -1 }
  expect(await approveRun(organizationId, { ...approval, ...part, removals: 7 })).toMatchObject({
    faults: [{ code: 'removals-differ' }],
  })
  const { choice: _, ...unchosen } = approval
  expect(await approveRun(organizationId, { ...unchosen, ...part })).toMatchObject({
    faults: [{ code: 'plan-hash-differs' }],
  })
  const applied = await company.approve(run, {}, choice)
  expect(applied).toMatchObject({ state: 'finished', report: { deactivatedRead: 3, skipped: 4 } })
  expect(await gone(company)).toEqual(['person.1', 'person.2', 'person.3'])
  expect(await company.plan(run.id)).toEqual({
    'deactivate disabled-in-directory held': 3,
    'deactivate disabled-in-directory left': 4,
  })
})

test('who was left out, or whose removal was rejected, is never removed by the next run without being asked about', async () => {
  const company = await holding()
  await company.approve(await company.run(), {}, { without: [person(6), person(7)] })
  // Two are far below the limit.
  const next = await company.run()
  expect(next).toMatchObject({ state: 'held', removals: 2, holds: [{ code: 'removals-refused', args: { people: 2 } }] })
  await rejectRun(company.organizationId, { runId: next.id, rejectedBy: company.administratorId })
  const third = await company.run()
  expect(third.holds.map(({ code }) => code)).toEqual(['removals-refused'])
  expect(await company.approve(third)).toMatchObject({ report: { deactivatedRead: 2 } })
  // Whoever came back and leaves anew was approved the last time.
  company.directory.enable(person(7))
  await company.run()
  company.directory.disable(person(7))
  expect(await company.run()).toMatchObject({ state: 'finished', report: { deactivatedRead: 1 } })
})

test('a choice of nothing, and one that builds on what is left out, is refused and changes nothing', async () => {
  const company = await holding()
  const { organizationId, directory } = company
  directory.set(person(20), { manager: `CN=Person 3,${fakeBase}` })
  const run = await company.run()
  const choose = (choice: Parameters<typeof choosePlan>[1]['choice']) =>
    choosePlan(organizationId, { runId: run.id, choice })
  expect(await choose({ only: [] })).toMatchObject({ faults: [{ code: 'nothing-chosen' }] })
  expect(await choose({ only: [person(30)] })).toMatchObject({ faults: [{ code: 'nothing-chosen' }] })
  const fault = { code: 'choice-depends', args: { people: 'Person 20' } }
  expect(await choose({ without: [person(3)] })).toMatchObject({ faults: [fault] })
  expect(await choose({ only: [person(20)] })).toMatchObject({ faults: [fault] })
  expect(await choose({ without: [person(3), person(20)] })).toMatchObject({ value: { changes: 6, removals: 6 } })
  expect(await company.plan(run.id)).toMatchObject({ 'deactivate disabled-in-directory held': 7 })
})

test('an approval that was not used within a day is used no more, and a plan that was changed is not carried out', async () => {
  const company = await holding()
  const first = await company.run()
  const late = await company.startApproved(first)
  company.now = new Date(Date.now() + 25 * hour)
  expect(await company.advance(late)).toBe('failed')
  expect(await company.read(late)).toMatchObject({ fault: { code: 'hold-expired' } })
  company.now = new Date()

  // Even a row that somebody added to the stored plan does not become part of what was approved.
  const runId = await company.startApproved(await company.run())
  await company.sql(sql`update changes set state = 'left' where kind = 'deactivate' and anchor = ${person(1)}`)
  expect(await company.advance(runId)).toBe('failed')
  expect(await company.read(runId)).toMatchObject({ fault: { code: 'plan-hash-differs' } })
  expect(await gone(company)).toEqual([])
})

test('a plan expires by itself after three days, and the record says so', async () => {
  const company = await holding()
  const run = await company.run()
  const finished = run.finishedAt?.getTime() ?? 0
  await expirePlans(new Date(finished + 71 * hour))
  expect((await company.read(run.id)).state).toBe('held')
  await expirePlans(new Date(finished + 73 * hour))
  await expirePlans(new Date(finished + 74 * hour))
  expect((await company.read(run.id)).state).toBe('expired')
  expect(await company.auditEvents(run.id)).toMatchObject({ 'run.expired': 1 })
  await expect(company.approve(run)).rejects.toThrow('hold-expired')
  expect(await gone(company)).toEqual([])
})

test('of two people who approve at once one does, and the plan is carried out once', async () => {
  const company = await holding()
  const run = await company.run()
  const answers = await Promise.allSettled(Array.from({ length: 6 }, () => company.startApproved(run)))
  const approved = answers.filter(answer => answer.status === 'fulfilled')
  expect(approved).toHaveLength(1)
  for (const { value } of approved) expect(await company.advance(value)).toBe('finished')
  expect(await gone(company)).toHaveLength(7)
  expect(
    await company.sql(sql`select count(*)::int as n from audit_entries where event = 'account.deactivated'`),
  ).toEqual([{ n: 7 }])
})
