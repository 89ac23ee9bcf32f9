import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { stopWaking } from '@/lib/jobs/wake'
import { TestCompany } from '@/lib/runs/testing/company'
import { anchorOf, fakeBase } from '@/lib/runs/testing/fake-source'
import { inLanguage } from '@/lib/words/language'
import { type Led, suggestedRule } from './suggested-rule'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})

test('a rule that a plan leads to says why it leaves people out; for one person without a problem somebody has to', async () => {
  const company = new TestCompany()
  await company.create()
  await company.synchronized(3)
  for (const at of [2, 3])
    company.directory.person(`No mail ${at}`, fakeBase, { mail: null, sAMAccountName: `no.mail.${at}` })
  const run = await company.run('preview')
  const open = { admin: { organizationId: company.organizationId }, connector: { id: company.connectorId } }
  const person = anchorOf(`CN=No mail 2,${fakeBase}`)
  const suggest = (led: Led) => suggestedRule(open, { run: run.id, ...led })

  const reason = 'No email address in the directory'
  expect(await suggest({ problem: 'mail-missing' })).toMatchObject({ match: 'one-of', reason })
  expect(await suggest({ problem: 'mail-missing', person })).toMatchObject({ match: 'exact', reason })
  expect(await suggest({ person })).not.toHaveProperty('reason')
  expect(await suggest({ problem: 'no such problem', person })).not.toHaveProperty('reason')
  expect(await suggestedRule(open, { leaveOut: 'other.example' })).toMatchObject({
    values: ['@other.example'],
    reason: 'other.example is not a verified domain',
  })
  const german = await inLanguage('de', () => suggestedRule(open, { leaveOut: 'other.example' }))
  expect(german?.reason).toBe('other.example ist keine bestätigte Domain')
})
