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

test('a request that is withdrawn is over, its link works no more, and the person can be asked anew', async () => {
  await company.settle(1)
  await ask()
  const first = (await mailsTo('n1'))[0]?.token ?? ''
  expect(await company.review('withdraw')).toEqual({ waiting: 0, done: 1, refused: 0 })
  expect(await reviewOf('n1')).toEqual({ managed: false, review: null })
  expect(await readAsked(first)).toMatchObject({ state: 'withdrawn' })
  expect(await answerRequest(first, { accept: true, text: '' })).toMatchObject({ faults: [{ code: 'request-over' }] })
  await expect(company.review('withdraw'), 'nobody has an open request').rejects.toThrow('nobody-ready')
  await ask()
  const [, second] = await mailsTo('n1')
  expect(await answerRequest(second?.token ?? '', { accept: true, text: '' })).toMatchObject({ ok: true })
})

test('what is withdrawn before its mail has left is never sent', async () => {
  await company.settle(1)
  await ask()
  await company.review('withdraw')
  expect(await mailsTo('n1')).toEqual([])
})

test('a request that is sent again comes once more with the same link, and has all its days and reminders again', async () => {
  await company.settle(1)
  await ask()
  const [mail] = await mailsTo('n1')
  await later(12)
  await remindPeople()
  await deliverEffects(company.organizationId)
  await later(1)
  expect(await company.review('ask-again')).toEqual({ waiting: 0, done: 1, refused: 0 })
  await deliverEffects(company.organizationId)
  await later(4)
  await remindPeople()
  const mails = await mailsTo('n1')
  expect(mails.map(({ subject }) => subject.startsWith('Reminder'))).toEqual([false, true, false, true])
  expect(new Set(mails.map(({ token }) => token))).toEqual(new Set([mail?.token]))
  await later(9)
  expect(await answerRequest(mail?.token ?? '', { accept: true, text: '' })).toMatchObject({ ok: true })
})

test('who was left apart, declined or gave no answer is considered again, and the next run links them by its rules', async () => {
  await company.settle(4)
  for (const [number, review] of ['left-apart', 'declined', 'expired', 'asked'].entries()) {
    company.directory.person(`n${number + 1}`, fakeBase)
    await company.sql(sql`update accounts set review = ${review} where email_key like ${`n${number + 1}@%`}`)
  }
  expect(await company.review('consider-again')).toEqual({ waiting: 0, done: 3, refused: 0 })
  expect(await reviewOf('n4'), 'a question that is open is withdrawn, not forgotten').toEqual({
    ...{ managed: false, review: 'asked' },
  })
  const run = await company.approve(await company.run('preview'))
  expect(await company.plan(run.id)).toMatchObject({
    'link same-verified-mail applied': 3,
    'skip account-under-review noted': 1,
  })
  const recorded = sql`select count(*)::int as n from audit_entries where event = 'account.considered-again'`
  expect(await company.sql(recorded)).toEqual([{ n: 3 }])
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
