import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '@/db/testing/database'
import { provideEnvironment } from '@/lib/env'
import { stopWaking } from '@/lib/jobs/wake'
import { deliverEffects } from '@/lib/notify/deliver-effects'
import { Mailbox } from '@/lib/notify/testing/receivers'
import { fakeBase } from '@/lib/runs/testing/fake-source'
import { answerRequest, readAsked } from './answer-request'
import { remindPeople } from './remind-people'
import { everybody, Neighborhood } from './testing/neighborhood'

let database: TestDatabase
let mailbox: Mailbox
let company: Neighborhood

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await stopWaking()
  await database.drop()
})
beforeEach(async () => {
  mailbox = new Mailbox()
  provideEnvironment({
    ENROLLMENT_SMTP_URL: await mailbox.listen(),
    ENROLLMENT_MAIL_FROM: 'messenger@example.com',
    ENROLLMENT_PUBLIC_URL: 'https://portal.example.com',
  })
  company = new Neighborhood()
  await company.create()
})
afterEach(async () => {
  await mailbox.close()
  provideEnvironment({ ENROLLMENT_SMTP_URL: '', ENROLLMENT_MAIL_FROM: '', ENROLLMENT_PUBLIC_URL: '' })
})

/** What came by mail to somebody, with the word of its link. */
async function mailsTo(name: string): Promise<{ subject: string; token: string }[]> {
  await deliverEffects(company.organizationId)
  return mailbox.taken
    .filter(({ to }) => to === `${name}@${company.directory.domain}`)
    .map(({ text }) => {
      const plain = text.replace(/=\r\n/g, '').replace(/=3D/g, '=')
      return {
        subject: /^subject: (.*(?:\r\n .*)*)/im.exec(plain)?.[1]?.replace(/\r\n /g, ' ') ?? '',
        token: /\/management-request\?token=(\S+)/.exec(plain)?.[1] ?? '',
      }
    })
}

async function ask(message = 'We pay for Messenger now.'): Promise<void> {
  await company.work(await company.confirm('ask', everybody, message))
}
const reviewOf = async (name: string) =>
  (
    await company.sql<{ managed: boolean; review: string | null }>(
      sql`select managed, review from accounts where email_key like ${`${name}@%`}`,
    )
  )[0]
const later = (days: number) =>
  company.sql(sql`
  update management_requests set asked_at = asked_at - make_interval(days => ${days}),
    expires_at = expires_at - make_interval(days => ${days}), next_at = next_at - make_interval(days => ${days})`)

test('whoever accepts is managed, once, and is told; the link is then used up', async () => {
  await company.settle(2)
  await ask()
  const [mail, ...others] = await mailsTo('n1')
  expect(others).toEqual([])
  expect(mail?.subject).toBe('Example asks to manage your Messenger account.')
  const token = mail?.token ?? ''
  expect(await readAsked(token)).toMatchObject({
    state: 'open',
    company: 'Example',
    message: 'We pay for Messenger now.',
  })
  expect(await answerRequest(token, { accept: true, text: '' })).toMatchObject({ ok: true })
  expect(await reviewOf('n1')).toEqual({ managed: true, review: null })
  expect(await reviewOf('n2')).toEqual({ managed: false, review: 'asked' })
  expect(await answerRequest(token, { accept: false, text: '' })).toMatchObject({ faults: [{ code: 'request-over' }] })
  expect(await readAsked(token)).toMatchObject({ state: 'accepted' })
  expect((await mailsTo('n1')).map(({ subject }) => subject)).toEqual([
    'Example asks to manage your Messenger account.',
    'Example now manages your Messenger account.',
  ])
})

test('whoever declines stays as they are, whatever the directory says, and their words are kept', async () => {
  await company.settle(1)
  company.directory.person('n1', fakeBase)
  await ask()
  const [mail] = await mailsTo('n1')
  expect(await answerRequest(mail?.token ?? '', { accept: false, text: 'It is my own account.' })).toMatchObject({
    ok: true,
  })
  const run = await company.approve(await company.run('preview'))
  expect(await company.plan(run.id)).toEqual({ 'skip account-under-review noted': 1 })
  expect(await reviewOf('n1')).toEqual({ managed: false, review: 'declined' })
  const [kept] = await company.sql<{ answer: string }>(sql`select answer from management_requests`)
  expect(kept?.answer).toBe('It is my own account.')
})

test('somebody who does not answer is reminded three times and no more, and then the request is over', async () => {
  await company.settle(1)
  await ask()
  const [mail] = await mailsTo('n1')
  for (const days of [3, 4, 6, 1]) {
    await later(days)
    await Promise.all([remindPeople(), remindPeople()])
    await deliverEffects(company.organizationId)
  }
  expect((await mailsTo('n1')).map(({ subject }) => subject.startsWith('Reminder'))).toEqual([false, true, true, true])
  expect(await reviewOf('n1')).toEqual({ managed: false, review: 'expired' })
  expect(await answerRequest(mail?.token ?? '', { accept: true, text: '' })).toMatchObject({
    faults: [{ code: 'request-over' }],
  })
})

test('whoever is brought in or left apart while they are asked need not answer any more', async () => {
  await company.settle(1)
  await ask()
  const [mail] = await mailsTo('n1')
  expect(await company.review('manage')).toMatchObject({ done: 1 })
  expect(await readAsked(mail?.token ?? '')).toMatchObject({ state: 'closed' })
  expect(await answerRequest(mail?.token ?? '', { accept: false, text: '' })).toMatchObject({
    faults: [{ code: 'request-over' }],
  })
  expect(await reviewOf('n1')).toEqual({ managed: true, review: null })
})

test('two answers at once are one answer, and a link that somebody made up is none', async () => {
  await company.settle(1)
  await ask()
  const token = (await mailsTo('n1'))[0]?.token ?? ''
  const answers = await Promise.all([
    answerRequest(token, { accept: true, text: '' }),
    answerRequest(token, { accept: false, text: '' }),
  ])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  for (const forged of ['', 'v1.k1.a.b.c', `${token.slice(0, -2)}AA`])
    expect(await answerRequest(forged, { accept: true, text: '' })).toMatchObject({
      faults: [{ code: 'request-unknown' }],
    })
})

test('who may not become managed is told why when accepting, and can still answer later', async () => {
  await company.settle(1)
  await ask()
  const token = (await mailsTo('n1'))[0]?.token ?? ''
  await company.sql(sql`update accounts set on_hold = true`)
  expect(await answerRequest(token, { accept: true, text: '' })).toMatchObject({
    faults: [{ code: 'request-not-possible', args: { reason: 'onhold' } }],
  })
  await company.sql(sql`update accounts set on_hold = false`)
  expect(await answerRequest(token, { accept: true, text: '' })).toMatchObject({ ok: true })
})
