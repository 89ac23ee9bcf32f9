import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Answer } from '@/app/forms/problem'
import { addOrganization } from '@/db/testing/administrators'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import type { SessionAdmin } from '@/lib/access/auth-options'
import { usualPreferences } from '@/lib/settings/alerts'
import { readAdministrator } from '@/lib/store/administrators'
import { readAlertPreferences } from '@/lib/store/alert-preferences'
import { openWebhook, readNotifications } from '@/lib/store/notification-settings'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { saveAlerts, saveLanguages, saveMails, saveWebhook } from './actions'

const session = vi.hoisted(() => ({ current: null as SessionAdmin | null }))
vi.mock('@/lib/access/session', () => ({ readSession: async () => session.current }))

const [organizationId, other] = [randomUUID(), randomUUID()]
const [administrator, operator, auditor] = [randomUUID(), randomUUID(), randomUUID()]
let database: TestDatabase

beforeAll(async () => {
  database = await testDatabase()
  await addOrganization(database.ownerUrl, { id: organizationId }, [
    { id: administrator, role: 'enterprise-admin' },
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

const notifications = (at = organizationId) => inOrganization(at, readNotifications)
const opened = () => inOrganization(organizationId, openWebhook)
const nothing = { welcomeMails: false, farewellMails: false, webhookUrl: null }
const webhook = {
  webhookUrl: 'https://hooks.example.com/sync',
  webhookSecret: 'a secret that signs, of enough letters',
}

test('whoever may configure decides which mails people get, and leaves the webhook as it is', async () => {
  signIn(auditor)
  const mails = { welcomeMails: true, farewellMails: false }
  expect(await codes(saveMails({ mails }))).toEqual(['forbidden'])
  expect(await notifications()).toEqual(nothing)
  signIn(administrator)
  expect(await codes(saveWebhook({ webhook }))).toEqual([])
  signIn(operator)
  expect(await codes(saveMails({ mails }))).toEqual([])
  expect(await notifications()).toEqual({ ...mails, webhookUrl: webhook.webhookUrl })
  expect(await opened()).toEqual({ url: webhook.webhookUrl, secret: webhook.webhookSecret })
  expect((await codes(saveMails({ mails: { ...mails, webhookUrl: null } }))).length).toBeGreaterThan(0)
  expect(await opened()).not.toBeNull()
  expect(await notifications(other)).toEqual(nothing)
})

test('only who may change settings connects another system, replaces what signs, and takes it away again', async () => {
  signIn(operator)
  const none = { webhookUrl: null, webhookSecret: null }
  expect(await codes(saveWebhook({ webhook: none }))).toEqual(['forbidden'])
  expect(await opened()).toMatchObject({ url: webhook.webhookUrl })
  signIn(administrator)
  expect(await codes(saveWebhook({ webhook: { ...webhook, webhookSecret: null } }))).toEqual([])
  expect(await opened(), 'kept for the same address').toMatchObject({ secret: webhook.webhookSecret })
  const replaced = { ...webhook, webhookSecret: 'another secret that signs, as long as it' }
  expect(await codes(saveWebhook({ webhook: replaced }))).toEqual([])
  expect(await opened()).toMatchObject({ secret: replaced.webhookSecret })
  expect(await codes(saveWebhook({ webhook: none }))).toEqual([])
  expect(await notifications(), 'and people get the mails that they got').toEqual({ ...nothing, welcomeMails: true })
  const afterwards = await codes(saveWebhook({ webhook: { ...webhook, webhookSecret: null } }))
  expect(afterwards, 'the secret went with its address').toEqual(['webhook-secret-needed'])
})

test('what is no safe address or no secret is refused beside its field, and changes nothing', async () => {
  signIn(administrator)
  expect(await codes(saveWebhook({ webhook }))).toEqual([])
  const refused: [object, string, string][] = [
    [{ webhookUrl: '' }, 'webhook-url-invalid', 'webhookUrl'],
    [{ webhookUrl: 'http://hooks.example.com/' }, 'webhook-url-invalid', 'webhookUrl'],
    [{ webhookUrl: 'https://user:password@hooks.example.com/' }, 'webhook-url-invalid', 'webhookUrl'],
    [{ webhookSecret: '' }, 'webhook-secret-short', 'webhookSecret'],
    [{ webhookUrl: 'https://other.example.com/', webhookSecret: null }, 'webhook-secret-needed', 'webhookSecret'],
  ]
  for (const [wrong, code, field] of refused) {
    const problems = [{ code, path: `notifications.${field}`, text: expect.stringMatching(/\w \w/) }]
    expect(await saveWebhook({ webhook: { ...webhook, ...wrong } })).toEqual({ ok: false, problems })
  }
  expect(await opened()).toEqual({ url: webhook.webhookUrl, secret: webhook.webhookSecret })
})

test('every change is on record with who made it, and a secret stands nowhere in clear', async () => {
  const rows = await inOrganization(organizationId, tx =>
    tx.execute<{ stored: { event?: string; actor_id?: string } }>(
      sql`select to_jsonb(n) as stored from notification_settings n union all select to_jsonb(a) from audit_entries a`,
    ),
  )
  const changes = rows.map(({ stored }) => stored).filter(({ event }) => event === 'notifications.changed')
  const by = (id: string) => changes.filter(({ actor_id }) => actor_id === id).length
  expect([changes.length, by(operator), by(administrator)]).toEqual([6, 1, 5])
  expect(JSON.stringify(rows)).not.toMatch(/secret that signs/)
})
