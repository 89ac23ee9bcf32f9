import { createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateCompany } from '@/lib/sample-directory/company'
import { type Operation, type SampleDirectory, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { ReadFailure } from '../read-fault'
import { type SourceChanges, sourceFor } from '../testing/reading'

let sample: SampleDirectory
const operations: Operation[] = []
beforeAll(async () => {
  sample = await startSampleDirectory({
    company: generateCompany({ people: 50, seed: 1 }),
    plainPort: 0,
    record: operation => operations.push(operation),
  })
})
afterAll(() => sample.stop())

const plainPort = () => Number(new URL(sample.plainUrl ?? '').port)
const overStartTls = (changes: SourceChanges = {}) =>
  sourceFor(
    { port: plainPort(), ca: sample.caPem },
    { security: 'starttls', userId: sampleCredentials.userId, password: sampleCredentials.password, ...changes },
  )
const signal = new AbortController().signal
const faultOf = async (source: ReturnType<typeof sourceFor>) =>
  source.browse(null, signal).then(
    () => null,
    (error: unknown) => (error instanceof ReadFailure ? error.fault : error),
  )

/** A server that answers the request for TLS with these bytes. */
async function answering(bytes: Buffer | null, work: (port: number) => Promise<void>): Promise<string> {
  let received = ''
  const sockets: Socket[] = []
  const server = createServer(socket => {
    sockets.push(socket.on('error', () => undefined))
    socket.on('data', data => {
      received += data.toString('latin1')
      if (bytes) socket.write(bytes)
      else socket.end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()))
  const address = server.address()
  await work(typeof address === 'object' && address ? address.port : 0)
  for (const socket of sockets) socket.destroy()
  await new Promise(resolve => server.close(resolve))
  return received
}

/** ExtendedResponse with this result code and no text. */
const extended = (code: number) => Buffer.from([0x30, 12, 2, 1, 1, 0x78, 7, 0x0a, 1, code, 4, 0, 4, 0])

describe('StartTLS', () => {
  test('everything but the request for it goes over the secured connection', async () => {
    operations.length = 0
    const [base] = await overStartTls().browse(null, signal)
    expect(base?.kind).toBe('domain')
    expect(operations.map(({ kind, encrypted }) => `${kind} ${encrypted}`).slice(0, 2)).toEqual([
      'extended false',
      'bind true',
    ])
    expect(operations.slice(1).every(({ encrypted }) => encrypted)).toBe(true)
  })

  test('the certificate is verified as with LDAPS', async () => {
    operations.length = 0
    expect(await faultOf(overStartTls({ ca: null }))).toMatchObject({ code: 'certificate-unknown-authority' })
    expect(operations.filter(({ kind }) => kind === 'bind')).toEqual([])
  })

  test.each([
    ['refuses', extended(2), 'start-tls-refused'],
    ['is not able to', extended(52), 'start-tls-refused'],
    [
      'agrees and sends more in clear text',
      Buffer.concat([extended(0), Buffer.from('3000', 'hex')]),
      'start-tls-refused',
    ],
    ['agrees and sends half a message', Buffer.concat([extended(0), Buffer.from('300c', 'hex')]), 'start-tls-refused'],
    ['agrees and does not speak TLS', Buffer.concat([extended(0)]), 'not-tls'],
    ['speaks something else', Buffer.from('220 mail.example ESMTP\r\n'), 'not-ldap'],
    ['hangs up', null, 'connection-lost'],
  ])('a server that %s never sees a password', async (_, bytes, code) => {
    const received = await answering(bytes, async port => {
      const source = sourceFor(
        { port, ca: sample.caPem },
        { security: 'starttls', password: 'canary-4711', deadlines: { connect: 500 } },
      )
      const fault = await faultOf(source)
      if (code === 'not-tls') expect(['not-tls', 'connection-timeout']).toContain((fault as { code: string }).code)
      else expect(fault).toMatchObject({ code })
    })
    expect(received).not.toContain('canary-4711')
    expect(received).not.toContain('reader@lab.example')
  })
})

describe('a pinned certificate', () => {
  const pinOf = async () => {
    const report = await overStartTls().probe(() => undefined, signal)
    return String(report.steps.find(step => step.check === 'secure')?.facts.pin)
  }

  test('is trusted without an authority, over StartTLS and LDAPS', async () => {
    const pins = [await pinOf()]
    expect(await faultOf(overStartTls({ ca: null, pins }))).toBeNull()
    const account = { userId: sampleCredentials.userId, password: sampleCredentials.password }
    expect(await faultOf(sourceFor({ port: sample.port, ca: '' }, { ca: null, pins, ...account }))).toBeNull()
  })

  test('is the only one trusted: another is refused although its authority is known, before anything is said', async () => {
    operations.length = 0
    const pins = [Buffer.alloc(32, 7).toString('base64')]
    expect(await faultOf(overStartTls({ pins }))).toEqual({
      code: 'certificate-not-pinned',
      args: { host: '127.0.0.1', pin: await pinOf() },
    })
    expect(operations.filter(({ kind }) => kind === 'bind').length).toBe(1)
  })
})
