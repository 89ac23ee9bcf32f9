import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { changeNotifications } from '@/lib/connectors/save-notifications'
import { provideEnvironment } from '@/lib/env'
import { sendTestMail, sendTestRequest } from './send-test'
import { signatureOf } from './send-webhook'
import { Mailbox, Receiver } from './testing/receivers'

const secret = 'a secret that signs, of enough letters'
const [organizationId, administratorId] = [randomUUID(), randomUUID()]
let database: TestDatabase
let mailbox: Mailbox
let receiver: Receiver

beforeAll(async () => {
  database = await testDatabase()
  const sql = postgres(database.ownerUrl, { max: 1 })
  await sql`insert into organizations (id, name) values (${organizationId}, 'Contoso')`
  await sql`insert into administrators (organization_id, id, email, display_name, role, password_hash)
    values (${organizationId}, ${administratorId}, 'ada@contoso.example', 'Ada', 'auditor', '')`
  await sql.end()
})
afterAll(() => database.drop())
beforeEach(async () => {
  mailbox = new Mailbox()
  receiver = new Receiver()
  provideEnvironment({
    ENROLLMENT_SMTP_URL: await mailbox.listen(),
    ENROLLMENT_MAIL_FROM: 'enrollment@example.com',
    ENROLLMENT_HOSTING: 'self-hosted',
  })
  await hookTo(await receiver.listen())
  return async () => {
    provideEnvironment({ ENROLLMENT_SMTP_URL: '', ENROLLMENT_MAIL_FROM: '' })
    await mailbox.close()
    await receiver.close()
  }
})

function hookTo(webhookUrl: string | null) {
  const settings = { welcomeMails: false, farewellMails: false, webhookUrl, webhookSecret: webhookUrl && secret }
  return changeNotifications(organizationId, { kind: 'operator', id: 'tests' }, settings)
}
const mail = () => sendTestMail(organizationId, administratorId)
const request = () => sendTestRequest(organizationId, administratorId)

test('a test mail goes to whoever asks, and what the server says to it is told', async () => {
  expect(await mail()).toEqual({ ok: true, value: { to: 'ada@contoso.example' } })
  expect(mailbox.taken.map(({ to }) => to)).toEqual(['ada@contoso.example'])
  expect(mailbox.taken[0]?.text).toContain('Contoso')
  mailbox.refuses = true
  expect(await mail()).toMatchObject({
    faults: [{ code: 'test-mail-refused', args: { because: expect.stringContaining('Mailbox full') } }],
  })
})

test('without a mail server, or with one that does not answer, nothing is said to have been sent', async () => {
  provideEnvironment({ ENROLLMENT_SMTP_URL: '' })
  expect(await mail()).toMatchObject({ faults: [{ code: 'test-mail-not-configured' }] })
  provideEnvironment({ ENROLLMENT_SMTP_URL: 'smtp://127.0.0.1:9' })
  expect(await mail()).toMatchObject({ faults: [{ code: 'test-mail-unreachable' }] })
})

test('a test request is signed like every other, and its answer is told', async () => {
  expect(await request()).toEqual({ ok: true, value: { to: expect.stringMatching(/^127\.0\.0\.1:\d+$/) } })
  const [one] = receiver.received
  expect(JSON.parse(one?.body ?? '')).toMatchObject({ event: 'test' })
  expect(one?.signature).toBe(`v1=${signatureOf(secret, one?.timestamp ?? '', one?.body ?? '')}`)
  receiver.status = 503
  expect(await request()).toMatchObject({ faults: [{ code: 'test-webhook-refused', args: { status: 503 } }] })
  await hookTo('http://127.0.0.1:9/hook')
  expect(await request()).toMatchObject({ faults: [{ code: 'test-webhook-unreachable' }] })
  await hookTo(null)
  expect(await request()).toMatchObject({ faults: [{ code: 'test-webhook-not-configured' }] })
})
