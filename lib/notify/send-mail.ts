import * as z from 'zod'
import type { OutboxMessage } from '@/lib/store/outbox'
import { AccountLetter, accountLetter } from './account-letter'
import { AlertLetter, alertLetter } from './alert-letter'
import type { Sent } from './deliver-effects'
import type { Letter } from './letter'
import { type MailServer, mailServer } from './mail-server'
import { RequestLetter, ReviewLetter, requestLetter, reviewLetter } from './review-letter'
import { TeamAdoptedLetter, TeamRequestLetter, teamAdoptedLetter, teamRequestLetter } from './team-letter'

const Payload = z.discriminatedUnion('template', [
  AccountLetter,
  AlertLetter,
  TeamRequestLetter,
  TeamAdoptedLetter,
  ReviewLetter,
  RequestLetter,
])

/** Sends a mail in plain text, with a Message-ID that is the same at every attempt (RFC 5322 §3.6.4). */
export async function sendMail(organizationId: string, message: OutboxMessage): Promise<Sent> {
  const server = mailServer()
  if (!server) return { kind: 'waits', error: 'mail-not-configured' }
  const letter = await letterOf(organizationId, Payload.parse(message.payload))
  if (!letter) return { kind: 'sent' }
  try {
    await handOver(server, letter, message.id)
    return { kind: 'sent' }
  } catch {
    return { kind: 'failed', error: 'mail-refused' }
  }
}

/** @throws what nodemailer throws, with the server's `response` where there was one */
export async function handOver({ transport, from }: MailServer, letter: Letter, id: string): Promise<void> {
  await transport.sendMail({
    from,
    // An object is never parsed as a list of addresses, whatever stands in a name.
    ...letter,
    messageId: `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
}

function letterOf(organizationId: string, payload: z.infer<typeof Payload>) {
  switch (payload.template) {
    case 'alerts':
      return alertLetter(organizationId, payload)
    case 'team-request':
      return teamRequestLetter(organizationId, payload)
    case 'team-adopted':
      return teamAdoptedLetter(organizationId, payload)
    case 'managed':
    case 'unmanaged':
      return reviewLetter(organizationId, payload)
    case 'asked':
    case 'asked-again':
      return requestLetter(organizationId, payload)
    default:
      return accountLetter(organizationId, payload)
  }
}
