import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import type { JoinCase } from '@/lib/store/join-cases'
import { Refused } from './answer'
import { choiceOf, planOfPart } from './chosen-part'
import { type Decision, decide, decisions } from './commands/decisions'
import { plan } from './commands/plan'
import { run as showRun } from './commands/run'
import type { Context } from './context'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

const contextOf = ({ organizationId }: TestCompany): Context => ({
  organizationId,
  actor: { kind: 'operator', id: 'command line (olga)' },
})
const codesOf = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    error => (error instanceof Refused ? error.faults.map(({ code }) => code) : [String(error)]),
  )

test('whom the rules leave open is listed with the accounts, decided about once, and done by the next run', async () => {
  const company = new TestCompany()
  await company.create()
  for (const name of ['twin.a', 'twin.b']) await company.byHand(name, { attributes: { employeeNumber: '2' } })
  company.directory.person('Person 1', fakeBase)
  company.directory.person('Person 2', fakeBase, { employeeID: '2' })
  await company.run('preview')
  const context = contextOf(company)
  const listed = await decisions(context, 'Example')
  const [found] = listed.json as JoinCase[]
  expect(found).toMatchObject({ displayName: 'Person 2', because: { code: 'ambiguous' }, addressHeldBy: null })
  expect(listed.lines).toHaveLength(3)
  const reason = 'I asked them'
  const deciding = (person: string, decision: Partial<Decision>) =>
    decide(context, 'Example', person, { reason, ...decision })
  expect(await codesOf(deciding('Person 1', { create: true }))).toEqual(['case-not-found'])
  expect(await codesOf(deciding('Person 2', {}))).toEqual(['choice-missing'])
  expect(await codesOf(deciding('Person 2', { create: true, leaveApart: true }))).toEqual(['choice-missing'])
  expect(await codesOf(deciding('Person 2', { link: 'nobody@example.com' }))).toEqual(['account-not-found'])
  expect(await codesOf(deciding('Person 2', { create: true, evidence: 'older' }))).toEqual(['case-changed'])
  expect(await codesOf(deciding('Person 2', { create: true, reason: ' ' }))).toEqual(['decision-reason-missing'])
  expect(await codesOf(decide(context, 'Contoso', 'Person 2', { create: true, reason }))).toEqual([
    'connector-not-found',
  ])
  const address = `twin.b@${company.directory.domain}`
  expect(await deciding(found?.anchor.toUpperCase() ?? '', { link: address })).toMatchObject({
    exit: 0,
    lines: [`Decided: Person 2 has the account ${address}. The next run does it.`],
  })
  expect((await decisions(context, 'Example')).lines.at(-1)).toContain('command line (olga)')
  const run = await company.approve(await company.run('preview'))
  expect(await company.plan(run.id)).toMatchObject({ 'link decided-by-admin applied': 1 })
  await company.run()
  expect(await decisions(context, 'Example')).toMatchObject({ json: [], lines: [expect.stringContaining('nothing')] })
})

test('a part of a plan is chosen by kinds and reasons, has its own hash and number, and is approved by them', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(12)
  for (const number of [1, 2, 3, 4, 5, 6]) company.directory.disable(anchorOf(`CN=Person ${number},${fakeBase}`))
  company.directory.set(anchorOf(`CN=Person 7,${fakeBase}`), { title: 'Countess' })
  company.directory.person('Person 13', fakeBase)
  const run = await company.run('preview')
  const context = contextOf(company)
  const whole = await plan(context, String(run.number), {})
  expect(whole).toMatchObject({
    exit: 2,
    json: {
      ...{ planHash: run.planHash, removals: 6, changes: 8 },
      rows: [
        { kind: 'add', reason: 'new-in-scope', people: 1 },
        { kind: 'deactivate', reason: 'disabled-in-directory', people: 6 },
        { kind: 'update', reason: 'attributes-differ', people: 1 },
      ],
    },
  })
  expect(await plan(context, run.id, { why: 'disabled-in-directory' })).toMatchObject({
    json: { removals: 6, changes: 6 },
  })
  expect(await codesOf(plan(context, run.id, { kind: 'delete' }))).toEqual(['kind-unknown'])
  expect(await codesOf(plan(context, run.id, { kind: 'skip' }))).toEqual(['kind-unknown'])
  expect(await codesOf(plan(context, run.id, { why: 'a whim' }))).toEqual(['reason-unknown'])
  expect(await codesOf(plan(context, run.id, { groups: true }))).toEqual(['nothing-chosen'])
  const choice = await choiceOf(context, run.id, { kind: 'add, update' })
  const part = await planOfPart(context, run.id, choice)
  expect(part).toMatchObject({ removals: 0, changes: 2 })
  expect(part.planHash).not.toBe(run.planHash)
  if (!choice) throw new Error('Nothing was chosen')
  const done = await company.approve(run, {}, choice)
  expect(done.report).toMatchObject({ added: 1, updated: 1, deactivatedRead: 0 })
  expect(await company.sql(sql`select count(*)::int as n from accounts where not active`)).toEqual([{ n: 0 }])
})

test('a preview without a change waits for nobody; one that was held for a reason does', async () => {
  const company = new TestCompany()
  await company.create()
  const context = contextOf(company)
  const first = await company.run('preview')
  expect(await showRun(context, first.id)).toMatchObject({ exit: 2, json: { holds: [{}, {}] } })
  await company.synchronized(3)
  const empty = await company.run('preview')
  for (const answer of [await showRun(context, empty.id), await plan(context, empty.id, {})]) {
    expect(answer).toMatchObject({ exit: 0, json: { planHash: empty.planHash } })
    expect(answer.lines.at(-1)).toBe('Nothing would change in Messenger.')
  }
  company.directory.person('Person 4', fakeBase)
  const one = await company.run('preview')
  for (const answer of [await showRun(context, one.id), await plan(context, one.id, {})]) {
    expect(answer.exit).toBe(2)
    expect(answer.lines.join('\n')).toContain(one.planHash)
  }
})
