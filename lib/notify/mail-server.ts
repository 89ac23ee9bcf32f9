import { createTransport, type Transporter } from 'nodemailer'
import { env } from '@/lib/env'

const timeout = 20_000
const timeouts = { connectionTimeout: timeout, greetingTimeout: timeout, socketTimeout: timeout }
const refusals = { disableFileAccess: true, disableUrlAccess: true }

let open: { url: string; transport: Transporter } | undefined

export type MailServer = { transport: Transporter; from: string }

/** The operator's mail server and who mails are from; null where none is configured. */
export function mailServer(): MailServer | null {
  const configured = configuredServer()
  if (!configured) return null
  const { url, from } = configured
  if (open?.url !== url) {
    open?.transport.close()
    open = { url, transport: createTransport({ url, ...timeouts, ...refusals }) }
  }
  return { transport: open.transport, from }
}

/**
 * The same for many mails: so many connections stay open from one mail to the next. Whoever opens them closes them, so that
 * none idles at the mail server.
 */
export function openMailServer(maxConnections: number): MailServer | null {
  const configured = configuredServer()
  if (!configured) return null
  const { url, from } = configured
  return { transport: createTransport({ url, pool: true, maxConnections, ...timeouts, ...refusals }), from }
}

function configuredServer(): { url: string; from: string } | null {
  const { ENROLLMENT_SMTP_URL: url, ENROLLMENT_MAIL_FROM: from } = env()
  return url && from ? { url, from } : null
}
