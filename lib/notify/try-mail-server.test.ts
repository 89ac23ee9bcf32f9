import type { AddressInfo } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { provideEnvironment } from '@/lib/env'
import { tryMailServer } from './try-mail-server'

let server: SMTPServer | undefined

afterEach(async () => {
  provideEnvironment({ ENROLLMENT_SMTP_URL: '', ENROLLMENT_MAIL_FROM: '' })
  await new Promise<void>(resolve => (server ? server.close(() => resolve()) : resolve()))
  server = undefined
})

async function listen(options: SMTPServerOptions, url: (port: number) => string): Promise<void> {
  server = new SMTPServer(options)
  server.on('error', () => undefined)
  const listening = server
  await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve))
  set(url((server.server.address() as AddressInfo).port))
}
const set = (url: string) => provideEnvironment({ ENROLLMENT_SMTP_URL: url, ENROLLMENT_MAIL_FROM: 'a@example.com' })

const knowsAda: SMTPServerOptions = {
  allowInsecureAuth: true,
  disabledCommands: ['STARTTLS'],
  onAuth: ({ username, password }, _, done) =>
    username === 'ada' && password === 'right' ? done(null, { user: 'ada' }) : done(new Error('Nobody of that name')),
}

test('where no mail server is set up, that is what is said', async () => {
  expect(await tryMailServer()).toEqual({ kind: 'missing', args: {} })
})

test('a mail server that takes the account is good, and nothing is sent to it', async () => {
  let mails = 0
  const counting: SMTPServerOptions = { ...knowsAda, onMailFrom: (_, __, done) => done(void mails++) }
  await listen(counting, port => `smtp://ada:right@127.0.0.1:${port}`)
  expect(await tryMailServer()).toEqual({ kind: 'good', args: { host: '127.0.0.1', tls: 'no', account: 'yes' } })
  expect(mails).toBe(0)
})

test('a refused account, an unknown certificate and silence are told apart', async () => {
  await listen(knowsAda, port => `smtp://ada:wrong@127.0.0.1:${port}`)
  expect((await tryMailServer()).kind).toBe('refused')
  await new Promise<void>(resolve => server?.close(() => resolve()))
  await listen({ secure: true, authOptional: true }, port => `smtps://127.0.0.1:${port}`)
  expect((await tryMailServer()).kind).toBe('untrusted')
  set('smtp://127.0.0.1:1')
  expect((await tryMailServer()).kind).toBe('unreachable')
})
