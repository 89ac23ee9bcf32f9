import * as z from 'zod'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { OutboxMessage } from '@/lib/store/outbox'
import { AccountLetter, accountLetter } from './account-letter'
import { AlertLetter, alertLetter } from './alert-letter'
import type { Sent } from './deliver-effects'
import type { Letter } from './letter'
import type { MailServer } from './mail-server'
import { RequestLetter, ReviewLetter, requestLetter, reviewLetter } from './review-letter'
import { SpendLetter, spendLetter } from './spend-letter'
import { TeamAdoptedLetter, TeamRequestLetter, teamAdoptedLetter, teamRequestLetter } from './team-letter'

const Payload = z.discriminatedUnion('template', [
  AccountLetter,
  AlertLetter,
  TeamRequestLetter,
  TeamAdoptedLetter,
  SpendLetter,
  ReviewLetter,
  RequestLetter,
])

/** What a mail says, as things are now; null when there is nobody to tell any more. */
export async function readLetter(tx: OrganizationTransaction, { payload }: OutboxMessage): Promise<Letter | null> {
  const told = Payload.parse(payload)
  switch (told.template) {
    case 'alerts':
      return alertLetter(tx, told)
    case 'team-request':
      return teamRequestLetter(tx, told)
    case 'team-adopted':
      return teamAdoptedLetter(tx, told)
    case 'team-spend':
    case 'team-spend-answered':
      return spendLetter(tx, told)
    case 'managed':
    case 'unmanaged':
      return reviewLetter(tx, told)
    case 'asked':
    case 'asked-again':
      return requestLetter(tx, told)
    default:
      return accountLetter(tx, told)
  }
}

/** Sends a mail in plain text, with a Message-ID that is the same at every attempt (RFC 5322 §3.6.4). */
export async function sendMail(server: MailServer, letter: Letter | null, id: string): Promise<Sent> {
  if (!letter) return { kind: 'sent' }
  try {
    await handOver(server, letter, id)
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
