import { createTransport, type Transporter } from 'nodemailer'
import { env } from '@/lib/env'

const timeout = 20_000
const timeouts = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout }
const refusals = { disableFileAccess: true, disableUrlAccess: true }

let open: { url: string; transport: Transporter } | undefined

export type MailServer = { transport: Transporter; from: string }

/** The operator's mail server and who mails are from; null where none is configured. */
export function mailServer(): MailServer | null {
  const { ENROLLMENT_SMTP_URL: url, ENROLLMENT_MAIL_FROM: from } = env()
  if (!url || !from) return null
  if (open?.url !== url) {
    open?.transport.close()
    open = { url, transport: createTransport({ url, ...timeouts, ...refusals }) }
  }
  return { transport: open.transport, from }
}
