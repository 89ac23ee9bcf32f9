import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Answer } from '@/app/forms/problem'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { usualPreferences } from '@/lib/settings/alerts'
import { readAdministrator } from '@/lib/store/administrators'
import { readAlertPreferences } from '@/lib/store/alert-preferences'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { saveAlerts, saveLanguages } from './actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

const [organizationId, other, operator, auditor] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await addOrganization(database.ownerUrl, { id: organizationId }, [
    { id: operator, role: 'operator' },
    { id: auditor, role: 'auditor' },
  ])
  await addOrganization(database.ownerUrl, { id: other, name: 'Fabrikam' }, [])
})
afterAll(() => database.drop())

const signIn = (administratorId: string) => {
  session.current = { administratorId, organizationId, sessionVersion: 1 }
}
const read = (id: string, role: 'operator' | 'auditor', at = organizationId) =>
  inOrganization(at, tx => readAlertPreferences(tx, { id, role }))
const codes = async (answer: Promise<Answer<unknown>>) => {
  const said = await answer
  return said.ok ? [] : said.problems.map(({ code }) => code)
}

test('everybody chooses for themselves alone, and until then it is as usual for the role', async () => {
  expect(await read(operator, 'operator')).toEqual(usualPreferences('operator'))
  signIn(operator)
  const preferences = { ...usualPreferences('operator'), 'run-failed': 'daily' }
  expect(await codes(saveAlerts({ preferences }))).toEqual([])
  expect(await read(operator, 'operator')).toEqual(preferences)
  expect(await read(auditor, 'auditor')).toEqual(usualPreferences('auditor'))
  expect(await read(operator, 'operator', other)).toEqual(usualPreferences('operator'))
  signIn(auditor)
  expect(await codes(saveAlerts({ preferences: usualPreferences('operator') }))).toEqual([])
  expect(await read(operator, 'operator')).toEqual(preferences)
})

test('everybody chooses the language of their own mails, and only who may configure that of mails to the company', async () => {
  const spoken = () =>
    inOrganization(organizationId, async tx => [
      (await readAdministrator(tx, operator))?.language,
      (await readAdministrator(tx, auditor))?.language,
      (await readOrganization(tx))?.language,
    ])
  signIn(auditor)
  expect(await codes(saveLanguages({ yours: 'de', company: 'de' }))).toEqual(['forbidden'])
  expect(await spoken()).toEqual(['en', 'en', 'en'])
  expect(await codes(saveLanguages({ yours: 'de', company: null }))).toEqual([])
  expect(await spoken()).toEqual(['en', 'de', 'en'])
  signIn(operator)
  expect(await codes(saveLanguages({ yours: 'en', company: 'de' }))).toEqual([])
  expect(await spoken()).toEqual(['en', 'de', 'de'])
  expect(await codes(saveLanguages({ yours: 'fr', company: null }))).toHaveLength(1)
})

test('what is no choice is refused in words and changes nothing, and so is a stranger', async () => {
  signIn(operator)
  const before = await read(operator, 'operator')
  for (const preferences of [{}, { ...before, 'run-failed': 'hourly' }, null, { ...before, 'other-event': 'never' }])
    expect((await codes(saveAlerts({ preferences }))).length).toBeGreaterThan(0)
  session.current = null
  expect(await codes(saveAlerts({ preferences: before }))).toEqual(['unauthenticated'])
  expect(await read(operator, 'operator')).toEqual(before)
})
