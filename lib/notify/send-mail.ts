import { createTransport, type Transporter } from 'nodemailer'
import * as z from 'zod'
import { env } from '@/lib/env'
import { readAccountAddress } from '@/lib/store/accounts-facts'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import type { OutboxMessage } from '@/lib/store/outbox'
import { sentence } from '@/lib/words/words'
import type { Sent } from './deliver-effects'

const Payload = z.object({ template: z.enum(['welcome', 'farewell']), accountId: z.uuid() })
const timeout = 20_000

let open: { url: string; transport: Transporter } | undefined

function transportFor(url: string): Transporter {
  if (open?.url !== url) {
    open?.transport.close()
    const timeouts = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout }
    open = { url, transport: createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true }) }
  }
  return open.transport
}

/** Sends an account's mail in plain text, with a Message-ID that is the same at every attempt (RFC 5322 §3.6.4). */
export async function sendMail(organizationId: string, message: OutboxMessage): Promise<Sent> {
  const { ENROLLMENT_SMTP_URL: url, ENROLLMENT_MAIL_FROM: from } = env()
  if (!url || !from) return { kind: 'waits', error: 'mail-not-configured' }
  const { template, accountId } = Payload.parse(message.payload)
  const facts = await inOrganization(organizationId, async tx => ({
    person: await readAccountAddress(tx, accountId),
    company: (await readOrganization(tx))?.name ?? '',
  }))
  if (!facts.person) return { kind: 'sent' }
  const { email, name } = facts.person
  const args = { name, company: facts.company }
  try {
    await transportFor(url).sendMail({
      from,
      // An object is never parsed as a list of addresses, whatever stands in a name.
      to: { name, address: email },
      subject: sentence(`${template}-subject`, args, 'mail'),
      text: sentence(`${template}-text`, args, 'mail'),
      messageId: `<${message.id}@${from.slice(from.lastIndexOf('@') + 1)}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return { kind: 'sent' }
  } catch {
    return { kind: 'failed', error: 'mail-refused' }
  }
}
