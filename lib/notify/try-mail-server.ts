import SMTPConnection from 'nodemailer/lib/smtp-connection'
import type SMTPTransport from 'nodemailer/lib/smtp-transport'
import { mailServer } from './mail-server'

type Args = Record<string, string | number>
/** `refused`: the account. `untrusted`: TLS. `plain`: everything works, in clear text. */
export type MailServerState = {
  kind: 'good' | 'missing' | 'plain' | 'refused' | 'untrusted' | 'unreachable'
  args: Args
}

const ownMachine = new Set(['127.0.0.1', '::1', 'localhost'])

/** Connects and signs in as sending a mail would, and sends nothing. */
export async function tryMailServer(): Promise<MailServerState> {
  const server = mailServer()
  if (!server) return { kind: 'missing', args: {} }
  const options = server.transport.options as SMTPTransport.Options
  const host = options.host ?? ''
  const account = options.auth ? 'yes' : 'no'
  const connection = new SMTPConnection(options)
  try {
    await settled(connection, done => connection.connect(done))
    const tls = connection.secure ? 'yes' : 'no'
    const { auth } = options
    if (auth) await settled(connection, done => connection.login(auth as SMTPConnection.AuthenticationType, done))
    return { kind: tls === 'yes' || ownMachine.has(host) ? 'good' : 'plain', args: { host, tls, account } }
  } catch (error) {
    return { kind: kindOf(error), args: { host, because: error instanceof Error ? error.message : String(error) } }
  } finally {
    connection.quit()
    connection.close()
  }
}

/** What a connection tells by its callback or, before there is anybody to call, by an event. */
function settled(connection: SMTPConnection, begin: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    begin(error => {
      connection.removeListener('error', reject)
      if (error) reject(error)
      else resolve()
    })
  })
}

function kindOf(error: unknown): 'refused' | 'untrusted' | 'unreachable' {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  if (code === 'EAUTH') return 'refused'
  return code === 'ETLS' || /certificate|altname|self.signed|TLS|SSL/i.test(message) ? 'untrusted' : 'unreachable'
}
