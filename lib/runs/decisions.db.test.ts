import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { Anchor } from '@/lib/directory/anchor'
import { stopWaking } from '@/lib/jobs/wake'
import { countCases, type JoinCase, listCases } from '@/lib/store/join-cases'
import { inOrganization } from '@/lib/store/organization'
import { type DecideCase, decideCase } from './decide-case'
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

const person = (name: string): Anchor => anchorOf(`CN=${name},${fakeBase}`)
const at = (company: TestCompany, name: string) => `${name}@${company.directory.domain}`

const casesOf = ({ organizationId, connectorId }: TestCompany): Promise<JoinCase[]> =>
  inOrganization(organizationId, tx => listCases(tx, connectorId, { page: 1, pageSize: 50 }))

/** What is asked about the person of that name. */
async function caseOf(company: TestCompany, name: string): Promise<JoinCase> {
  const found = (await casesOf(company)).find(one => one.displayName === name)
  if (!found) throw new Error(`Nothing is asked about ${name}`)
  return found
}

async function decide(company: TestCompany, name: string, choice: Partial<DecideCase>) {
  const { anchor, evidenceHash } = await caseOf(company, name)
  return decideCase(company.organizationId, {
    ...{ connectorId: company.connectorId, anchor, evidenceHash, choice: 'leave-apart', accountId: null },
    ...{ reason: 'I asked them', decidedBy: 'Olga' },
    ...choice,
  })
}

/** Six people with accounts; the first has left, and is back as another entry of the directory. */
async function recreated(): Promise<{ company: TestCompany; accountId: string }> {
  const company = new TestCompany()
  await company.create()
  for (let number = 1; number <= 6; number++)
    company.directory.person(`Person ${number}`, fakeBase, { employeeID: `${number}` })
  await company.approve(await company.run('preview'))
  company.directory.remove(person('Person 1'), { tombstone: true })
  company.directory.person('Again', fakeBase, { mail: at(company, 'person.1'), employeeID: '1' })
  await company.run()
  const [account] = (await caseOf(company, 'Again')).candidates
  return { company, accountId: account?.accountId ?? '' }
}

const linked = (company: TestCompany, accountId: string) =>
  company.sql<{ anchor: string; rule: string; active: boolean }>(sql`
    select j.anchor, j.rule, a.active from joins j join accounts a on a.id = j.account_id where a.id = ${accountId}`)

describe('what the rules leave open', () => {
  test('is a row with everything that speaks for and against, and stays one until it is decided', async () => {
    const { company, accountId } = await recreated()
    const first = await caseOf(company, 'Again')
    expect(first).toMatchObject({
      because: { code: 'person-recreated' },
      email: at(company, 'person.1'),
      mayCreate: false,
      decision: null,
      candidates: [
        { accountId, rules: ['employee-id', 'verified-mail'], joinedAnchor: person('Person 1'), mayLink: true },
      ],
    })
    await company.run()
    expect(await caseOf(company, 'Again')).toEqual({
      ...first,
      candidates: [{ ...first.candidates[0], active: false }],
    })
    company.directory.remove(person('Again'), { tombstone: false })
    await company.run()
    expect(await casesOf(company)).toEqual([])
    expect(await inOrganization(company.organizationId, tx => countCases(tx, company.connectorId))).toBe(0)
  })

  test.each([
    ['same', { objectSid: 'S-1-5-21-1-2-3-1104' }],
    ['in-history', { objectSid: 'S-1-5-21-9-9-9-3301', sIDHistory: 'S-1-5-21-1-2-3-1104' }],
    ['different', { objectSid: 'S-1-5-21-1-2-3-2208' }],
  ] as const)('tells whether the SIDs are those of one account: %s', async (sid, values) => {
    const { company } = await recreated()
    company.directory.set(person('Person 1'), { objectSid: 'S-1-5-21-1-2-3-1104' })
    company.directory.set(person('Again'), values)
    await company.run()
    const first = await caseOf(company, 'Again')
    expect(first.candidates).toMatchObject([{ joinedAnchor: person('Person 1'), sid }])
    // It is for people to see: a decision counts whether or not the directory tells it the next time.
    company.directory.lookUpFault = { code: 'connection-lost', args: { host: 'dc1' } }
    await company.run()
    const later = await caseOf(company, 'Again')
    expect([later.candidates[0]?.sid, later.evidenceHash]).toEqual([undefined, first.evidenceHash])
  })

  test('is another company’s and another connector’s alone', async () => {
    const { company } = await recreated()
    const other = new TestCompany()
    await other.create()
    const { anchor, evidenceHash } = await caseOf(company, 'Again')
    const decision = {
      anchor,
      evidenceHash,
      choice: 'leave-apart',
      accountId: null,
      reason: 'x',
      decidedBy: 'x',
    } as const
    const closed = { ok: false, faults: [{ code: 'case-closed', args: {} }] }
    expect(await decideCase(other.organizationId, { ...decision, connectorId: company.connectorId })).toEqual(closed)
    expect(await decideCase(company.organizationId, { ...decision, connectorId: other.connectorId })).toEqual(closed)
  })
})

describe('an administrator says that it is the same person', () => {
  test('and the account goes on with the new entry, with access, once', async () => {
    const { company, accountId } = await recreated()
    expect(await linked(company, accountId)).toEqual([{ anchor: person('Person 1'), rule: 'added', active: false }])
    expect(await decide(company, 'Again', { choice: 'link', accountId })).toEqual({ ok: true, value: null })
    expect((await caseOf(company, 'Again')).decision).toMatchObject({ choice: 'link', decidedByName: 'Olga' })
    const run = await company.run()
    expect(await company.plan(run.id)).toEqual({ 'link decided-by-admin applied': 1 })
    expect(run.report).toMatchObject({ read: 6, linked: 1, unchanged: 5, leftAlone: 1 })
    expect(await linked(company, accountId)).toEqual([{ anchor: person('Again'), rule: 'decision', active: true }])
    const [row] = await company.sql<{ because: { args: Record<string, unknown> } }>(
      sql`select because from changes where run_id = ${run.id} and kind = 'link'`,
    )
    expect(row?.because.args).toMatchObject({ choice: 'link', by: 'Olga', former: person('Person 1') })
    expect((await company.run()).report).toMatchObject({ unchanged: 6, notRead: 0 })
    expect(await casesOf(company)).toEqual([])
    expect(
      await company.sql(sql`select count(*)::int as n from audit_entries where event = 'join.decided'
      and target_id = ${person('Again')}`),
    ).toEqual([{ n: 1 }])
  })

  test('before the old entry is gone for good: it never loses what the new one gets', async () => {
    const company = new TestCompany()
    await company.create()
    for (let number = 1; number <= 6; number++)
      company.directory.person(`Person ${number}`, fakeBase, { employeeID: `${number}` })
    await company.approve(await company.run('preview'))
    company.directory.disable(person('Person 1'))
    company.directory.remove(person('Person 2'), { tombstone: false })
    company.directory.person('One', fakeBase, { employeeID: '1' })
    company.directory.person('Two', fakeBase, { employeeID: '2' })
    await company.run('preview')
    for (const name of ['One', 'Two']) {
      const { candidates } = await caseOf(company, name)
      expect(await decide(company, name, { choice: 'link', accountId: candidates[0]?.accountId ?? '' })).toMatchObject({
        ok: true,
      })
    }
    const run = await company.run()
    expect(await company.plan(run.id)).toEqual({
      'leave-alone account-handed-over noted': 1,
      'link decided-by-admin applied': 2,
      'skip account-handed-over noted': 1,
    })
    expect(run.report).toMatchObject({ linked: 2, deactivatedRead: 0, deactivatedAbsent: 0 })
    const again = await company.run()
    expect(await company.plan(again.id)).toEqual({ 'skip disabled-never-joined noted': 1 })
  })

  test('and it is not done when the account is another than the one that was seen', async () => {
    const changes: [string, string][] = [
      ['privileged now', "update accounts set role = 'administrator'"],
      ['somebody’s who is protected', 'update accounts set break_glass = true'],
      ['with another number now', `update accounts set attributes = attributes || '{"employeeNumber":"99"}'`],
    ]
    for (const [what, statement] of changes) {
      const { company, accountId } = await recreated()
      await decide(company, 'Again', { choice: 'link', accountId })
      await company.sql(sql`${sql.raw(statement)} where id = ${accountId}`)
      const run = await company.run()
      expect(await company.plan(run.id), what).toMatchObject({ 'skip decision-outdated noted': 1 })
      expect(await linked(company, accountId), what).toMatchObject([{ anchor: person('Person 1') }])
      const asked = await caseOf(company, 'Again')
      expect(asked).toMatchObject({ because: { code: 'decision-outdated' }, decision: { choice: 'link' } })
    }
  })
})

test('an address that a former person’s account holds is named with the remedy, and is free once that account has another', async () => {
  const { company, accountId } = await recreated()
  expect(await decide(company, 'Again', { choice: 'create' })).toMatchObject({
    faults: [{ code: 'address-held', args: { address: at(company, 'person.1'), account: 'Person 1' } }],
  })
  await company.sql(sql`update accounts set email_key = 'former@' || email_key,
    attributes = attributes || '{"email": "former@example.com"}' where id = ${accountId}`)
  await company.run()
  expect(await caseOf(company, 'Again')).toMatchObject({ mayCreate: true, because: { code: 'person-recreated' } })
  expect(await decide(company, 'Again', { choice: 'create' })).toMatchObject({ ok: true })
  const run = await company.run()
  expect(await company.plan(run.id)).toEqual({ 'add decided-by-admin applied': 1 })
  expect(await linked(company, accountId)).toEqual([{ anchor: person('Person 1'), rule: 'added', active: false }])
  expect((await company.accounts()).get('person.1')).toMatchObject({ active: true })
})

test('who is told apart gets an account of their own, or none', async () => {
  const company = new TestCompany()
  await company.create()
  await company.byHand('first', { attributes: { employeeNumber: '1' } })
  for (const name of ['twin.a', 'twin.b']) await company.byHand(name, { attributes: { employeeNumber: '2' } })
  await company.byHand('person.3', { verified: false })
  company.directory.person('Person 1', fakeBase, { employeeID: '1' })
  company.directory.person('Person 2', fakeBase, { employeeID: '2' })
  company.directory.person('Person 3', fakeBase)
  await company.run('preview')
  expect((await casesOf(company)).map(one => one.displayName)).toEqual(['Person 2', 'Person 3'])
  expect(await decide(company, 'Person 2', { choice: 'create' })).toMatchObject({ ok: true })
  expect(await decide(company, 'Person 3', { choice: 'create' })).toMatchObject({
    faults: [{ code: 'address-held', path: 'choice', args: { address: at(company, 'person.3'), account: 'person.3' } }],
  })
  expect(await decide(company, 'Person 3', { choice: 'leave-apart' })).toMatchObject({ ok: true })
  const run = await company.approve(await company.run('preview'))
  expect(await company.plan(run.id)).toEqual({
    'add decided-by-admin applied': 1,
    'link same-employee-number applied': 1,
    'skip decided-by-admin noted': 1,
  })
  expect(await company.plan((await company.run()).id)).toEqual({ 'skip decided-by-admin noted': 1 })
  // The account whose address it was is gone: that is not what was decided about.
  await company.sql(sql`delete from accounts where email_key = ${at(company, 'person.3')}`)
  expect(await company.plan((await company.run()).id)).toEqual({ 'skip decision-outdated noted': 1 })
  expect(await decide(company, 'Person 3', { choice: 'create' })).toMatchObject({ ok: true })
  expect((await company.run()).report).toMatchObject({ added: 1 })
  expect((await company.run()).report).toMatchObject({ unchanged: 3, skipped: 0 })
})

test.each<[Partial<DecideCase>, string]>([
  [{ reason: '  ' }, 'decision-reason-missing'],
  [{ evidenceHash: 'another' }, 'case-changed'],
  [{ choice: 'link', accountId: null }, 'choice-impossible'],
  [{ choice: 'create' }, 'address-held'],
])('a decision that cannot stand is refused: %j', async (choice, code) => {
  const { company } = await recreated()
  expect(await decide(company, 'Again', choice)).toMatchObject({ ok: false, faults: [{ code }] })
  expect(await company.sql(sql`select count(*)::int as n from join_decisions`)).toEqual([{ n: 0 }])
  expect(await company.sql(sql`select count(*)::int as n from audit_entries where event = 'join.decided'`)).toEqual([
    { n: 0 },
  ])
})
