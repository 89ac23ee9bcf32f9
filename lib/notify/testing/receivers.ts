import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail server that keeps what it takes: everything that came over the wire, and what a mail system would show of it. */
export class Mailbox {
  readonly taken: { id: string; to: string; text: string }[] = []
  refuses = false
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        if (this.refuses) return done(new Error('Mailbox full'))
        const id = /^message-id: (.*)$/im.exec(text)?.[1]?.trim() ?? ''
        this.taken.push({ id, to: session.envelope.rcptTo.map(({ address }) => address).join(), text })
        return done()
      })
    },
  })

  /** Its address, once it listens. */
  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `smtp://127.0.0.1:${(this.#server.server.address() as AddressInfo).port}`
  }

  close = (): Promise<void> => new Promise(resolve => this.#server.close(() => resolve()))
}

export type Received = { key: string; timestamp: string; signature: string; body: string }

/** Another system: it keeps every request, and does the work of those whose key it has not seen. */
export class Receiver {
  readonly received: Received[] = []
  readonly done = new Map<string, Received>()
  status = 204
  readonly #server = createServer((request, answer) => {
    const chunks: Buffer[] = []
    request.on('data', chunk => chunks.push(chunk))
    request.on('end', () => {
      const header = (name: string) => String(request.headers[name] ?? '')
      const one = {
        key: header('idempotency-key'),
        timestamp: header('enrollment-timestamp'),
        signature: header('enrollment-signature'),
        body: Buffer.concat(chunks).toString('utf8'),
      }
      this.received.push(one)
      if (this.status < 300 && !this.done.has(one.key)) this.done.set(one.key, one)
      answer.writeHead(this.status, this.status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
  }

  close = (): Promise<void> => new Promise(resolve => this.#server.close(() => resolve()))
}
