import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { createConnector } from '@/lib/connectors/create-connector'
import type { Anchor } from '@/lib/directory/anchor'
import { insertCases, listCases } from '@/lib/store/join-cases'
import { inOrganization } from '@/lib/store/organization'
import type { JoinCandidate } from '@/lib/sync/join-question'
import { decideMany, decidePerson, previewMany } from './actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

const [organizationId, approver, auditor] = [randomUUID(), randomUUID(), randomUUID()]
let database: TestDatabase
let connectorId: string

beforeAll(async () => {
  database = await testDatabase()
  await addOrganization(database.ownerUrl, { id: organizationId }, [
    { id: approver, role: 'approver' },
    { id: auditor, role: 'auditor' },
  ])
})
afterAll(() => database.drop())
beforeEach(async () => {
  const made = await createConnector(
    organizationId,
    { kind: 'operator', id: 'tests' },
    { kind: 'cloud', name: randomUUID() },
  )
  connectorId = made.ok ? made.value.connectorId : ''
  as(approver)
})

const as = (administratorId: string) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
const account = (mayLink = true): JoinCandidate => ({
  ...{ accountId: randomUUID(), displayName: 'By hand', address: 'by.hand@contoso.example', employeeNumber: null },
  ...{ rules: ['verified-mail'], against: ['address-in-use'], joinedAnchor: null, active: true, mayLink },
})
/** Asks about one person for each list of accounts. */
const ask = (...accounts: JoinCandidate[][]) =>
  inOrganization(organizationId, tx =>
    insertCases(
      tx,
      { connectorId, runId: randomUUID() },
      accounts.map((candidates, at) => ({
        ...{ anchor: randomUUID() as Anchor, displayName: `Person ${at + 1}`, email: null, unit: null },
        ...{ because: { code: 'address-in-use', args: {} }, candidates, mayCreate: false, evidenceHash: `seen ${at}` },
      })),
    ),
  )
const cases = () => inOrganization(organizationId, tx => listCases(tx, connectorId, { page: 1, pageSize: 50 }))
const preview = async (choice: string) => {
  const answer = await previewMany({ connectorId, code: 'address-in-use', choice })
  return answer.ok ? answer.value : []
}
const decide = (choice: string, people: unknown, reason = 'Known to all') =>
  decideMany({ connectorId, choice, reason, people })
const asShown = (people: Awaited<ReturnType<typeof preview>>) =>
  people.map(({ anchor, accountId, evidenceHash }) => ({ anchor, accountId, evidenceHash }))

test('each of many is linked to the only account that may be theirs, as it was shown; who has two is not among them', async () => {
  await ask([account()], [account(), account()], [account(false), account()], [account(false)])
  const people = await preview('link')
  expect(people.map(({ name, means, against }) => [name, means, against])).toEqual([
    ['Person 1', 'It is By hand (by.hand@contoso.example): link that account', ['Address in use']],
    ['Person 3', 'It is By hand (by.hand@contoso.example): link that account', ['Address in use']],
  ])
  expect(
    (await cases()).every(({ decision }) => decision === null),
    'a preview stores nothing',
  ).toBe(true)
  expect(await decide('link', asShown(people))).toEqual({ ok: true, value: { decided: 2, left: [] } })
  expect((await cases()).map(({ decision }) => decision?.accountId ?? null)).toEqual([
    people[0]?.accountId,
    null,
    people[1]?.accountId,
    null,
  ])
  expect(await preview('link'), 'who was decided about is not offered again').toEqual([])
})

test('whoever cannot be decided about is named with why, and the others are decided', async () => {
  await ask([], [], [])
  const [first, second, third] = asShown(await preview('leave-apart'))
  const outcome = await decide('leave-apart', [first, { ...second, evidenceHash: 'older' }, third])
  expect(outcome).toMatchObject({ ok: true, value: { decided: 2, left: [{ anchor: second?.anchor }] } })
  expect(outcome.ok && outcome.value.left[0]?.text).toContain('Person 2')
  expect((await cases()).map(({ decision }) => decision?.choice ?? null)).toEqual(['leave-apart', null, 'leave-apart'])
})

test('without a reason, and by who may not decide, nothing is', async () => {
  await ask([], [])
  const people = asShown(await preview('leave-apart'))
  expect(await decide('leave-apart', people, ' ')).toMatchObject({ problems: [{ code: 'decision-reason-missing' }] })
  as(auditor)
  const [person] = people
  for (const door of [
    decide('leave-apart', people),
    previewMany({ connectorId, code: 'address-in-use', choice: 'link' }),
    decidePerson({ connectorId, choice: 'leave-apart', reason: 'x', ...person }),
  ])
    expect(await door).toMatchObject({ problems: [{ code: 'forbidden' }] })
  expect((await cases()).every(({ decision }) => decision === null)).toBe(true)
})
