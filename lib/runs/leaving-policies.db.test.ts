import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { leavingReasons } from '@/lib/settings/choices'
import type { LeavingReason } from '@/lib/settings/connector'
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

const people = `OU=People,${fakeBase}`
const leaver = anchorOf(`CN=Person 1,${people}`)

/** What happens to the leaver in the directory, and what takes it back. */
const events: Record<LeavingReason, { leave(company: TestCompany): void; back(company: TestCompany): void }> = {
  disabled: {
    leave: ({ directory }) => directory.disable(leaver),
    back: ({ directory }) => directory.enable(leaver),
  },
  expired: {
    leave: ({ directory }) => directory.set(leaver, { accountExpires: '130000000000000000' }),
    back: ({ directory }) => directory.set(leaver, { accountExpires: '0' }),
  },
  deleted: {
    leave: ({ directory }) => directory.remove(leaver, { tombstone: true }),
    back: ({ directory }) => {
      const object = directory.objects.get(leaver)
      if (object) directory.objects.set(leaver, { ...object, deleted: false })
    },
  },
  'out-of-scope': {
    leave: ({ directory }) => directory.move(leaver, `OU=Elsewhere,${fakeBase}`),
    back: ({ directory }) => directory.move(leaver, people),
  },
  'incomplete-data': {
    leave: ({ directory }) => directory.set(leaver, { mail: 'nowhere' }),
    back: ({ directory }) => directory.set(leaver, { mail: `person.1@${directory.domain}` }),
  },
}

async function companyWith(leaving: Partial<Record<LeavingReason, string>>): Promise<TestCompany> {
  const company = new TestCompany()
  const { directory } = company
  const rule = { anchor: directory.unit(people), dn: people, effect: 'include' }
  directory.unit(`OU=Elsewhere,${fakeBase}`)
  await company.create({ leaving, organizationalUnits: { mode: 'chosen', rules: [rule] } })
  for (let at = 1; at <= 8; at++) directory.person(`Person ${at}`, people)
  await company.approve(await company.run('preview'))
  return company
}

const state = async (company: TestCompany) =>
  (
    await company.sql(
      sql`select active, suspended, session_version as session from accounts where email_key like 'person.1@%'`,
    )
  )[0]

describe.each(leavingReasons)('somebody who leaves: %s', reason => {
  const { leave, back } = events[reason]
  test.each([
    ['deactivate', { active: false, suspended: false, session: 2 }],
    ['suspend', { active: true, suspended: true, session: 2 }],
    ['leave-alone', { active: true, suspended: false, session: 1 }],
  ] as const)('with the policy %s, in the run that saw it', async (policy, expected) => {
    // The other reasons have another policy, so that no one of them stands in for this one.
    const other = policy === 'leave-alone' ? 'deactivate' : 'leave-alone'
    const company = await companyWith({
      ...Object.fromEntries(leavingReasons.map(one => [one, other])),
      [reason]: policy,
    })
    leave(company)
    const run = await company.run()
    expect(run.state).toBe('finished')
    expect(await state(company)).toEqual(expected)
    // A second run says and does nothing new, and what we took we give back; a session that ended stays ended.
    await company.run()
    expect(await state(company)).toEqual(expected)
    back(company)
    await company.run()
    expect(await state(company)).toEqual({ active: true, suspended: false, session: expected.session })
    expect(await company.sql(sql`select count(*)::int as accounts from accounts`)).toEqual([{ accounts: 8 }])
  })
})

test('with days of grace, absence acts when they are over and not before', async () => {
  const company = await companyWith({})
  await company.changeSettings({ leaving: { graceDays: 3 } })
  company.directory.remove(leaver, { tombstone: false })
  const start = company.now.getTime()
  for (const [hours, active] of [
    [0, true],
    [2, true],
    [71, true],
    [73, false],
  ] as const) {
    company.now = new Date(start + hours * 3_600_000)
    await company.run()
    expect(await state(company), `after ${hours} hours`).toMatchObject({ active })
  }
})

test('who is blocked by an administrator stays blocked when the directory has the person back', async () => {
  const company = await companyWith({})
  company.directory.disable(leaver)
  await company.run()
  await company.sql(sql`update accounts set blocked_by_admin = true where email_key like 'person.1@%'`)
  company.directory.enable(leaver)
  expect((await company.run()).report).toMatchObject({ reactivated: 1 })
  expect(await state(company)).toMatchObject({ active: false })
})
