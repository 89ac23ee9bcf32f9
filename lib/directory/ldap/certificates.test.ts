import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { createServer, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { describe, expect, test, vi } from 'vitest'
import { type Issued, issueAuthority, issueServer, type ServerOptions } from '@/lib/sample-directory/certificates/issue'
import { generateCompany } from '@/lib/sample-directory/company'
import { type Operation, startSampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { ReadFailure } from '../read-fault'
import { type SourceChanges, sourceFor } from '../testing/reading'
import { openSecureSocket } from './secure-socket'

const company = generateCompany({ seed: 3, people: 5 })
const day = 86_400_000
const span = (from: number, to: number) => ({
  from: new Date(Date.now() + from * day),
  to: new Date(Date.now() + to * day),
})
const usual = span(-10, 90)
const name = 'Lab Authority'
const authority = issueAuthority(name, usual)
/** Somebody else's, who calls it the same. */
const impostor = issueAuthority(name, usual)
const here = ['127.0.0.1']
const server = (hosts: string[], validity = usual, options: ServerOptions = {}, by: Issued = authority): Issued =>
  issueServer(hosts, { name, ...by }, validity, options)
const good = server(here)
/** As an administrator makes one in a minute: whoever it is for has signed it. */
const selfSigned = issueServer(here, { name: '127.0.0.1', ...good }, usual, { keys: good })
const pinOf = (key: KeyObject) =>
  createHash('sha256')
    .update(createPublicKey(key).export({ type: 'spki', format: 'der' }))
    .digest('base64')

/** How a browse of a server with this certificate ends, and what the server was sent before that. */
async function meet(certificate: Issued, security: 'ldaps' | 'starttls', changes: SourceChanges) {
  const operations: Operation[] = []
  const keyPem = certificate.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const identity = { keyPem, certificatePem: certificate.pem, caPem: authority.pem }
  const record = (operation: Operation) => operations.push(operation)
  const sample = await startSampleDirectory({ company, tls: { identity }, plainPort: 0, record })
  try {
    const port = security === 'ldaps' ? sample.port : Number(new URL(sample.plainUrl ?? '').port)
    const source = sourceFor({ port, ca: authority.pem }, { ...sampleCredentials, security, ...changes })
    const fault = await source.browse(null, new AbortController().signal).then(
      () => null,
      (error: unknown) => (error instanceof ReadFailure ? error.fault : error),
    )
    return { fault, said: operations.map(({ kind }) => kind) }
  } finally {
    await sample.stop()
  }
}

describe.each(['ldaps', 'starttls'] as const)('over %s', security => {
  const nothing = security === 'ldaps' ? [] : ['extended']

  test.each<[string, Issued, SourceChanges, string]>([
    ['signed by itself', selfSigned, { ca: null }, 'certificate-unknown-authority'],
    ['of an authority, for itself', authority, {}, 'certificate-invalid'],
    ['of an authority that nobody named', good, { ca: null }, 'certificate-unknown-authority'],
    ['of another authority of the same name', server(here, usual, {}, impostor), {}, 'certificate-unknown-authority'],
    ['for another name', server(['dc9.lab.example']), {}, 'certificate-name-mismatch'],
    ['for another address', server(['127.0.0.2']), {}, 'certificate-name-mismatch'],
    ['that has expired', server(here, span(-10, -1)), {}, 'certificate-expired'],
    ['that is not valid yet', server(here, span(1, 10)), {}, 'certificate-not-yet-valid'],
    ['for another purpose', server(here, usual, { purpose: 'clientAuthentication' }), {}, 'certificate-invalid'],
    ['of another key than the pinned one', good, { pins: [pinOf(authority.privateKey)] }, 'certificate-not-pinned'],
    [
      'of the pinned key that has expired',
      server(here, span(-10, -1), { keys: good }),
      { pins: [pinOf(good.privateKey)] },
      'certificate-expired',
    ],
    [
      'of the pinned key that is not valid yet',
      server(here, span(1, 10), { keys: good }),
      { pins: [pinOf(good.privateKey)] },
      'certificate-not-yet-valid',
    ],
  ])('a certificate %s is refused before anybody signs in', async (_, certificate, changes, code) => {
    const { fault, said } = await meet(certificate, security, changes)
    expect(fault).toMatchObject({ code })
    expect(said.filter(kind => !nothing.includes(kind))).toEqual([])
  })

  test.each<[string, Issued, SourceChanges]>([
    ['of the named authority', good, {}],
    ['that is pinned, although it signed itself', selfSigned, { ca: null, pins: [pinOf(good.privateKey)] }],
    [
      'that is pinned, although it has another name',
      server(['dc9.lab.example'], usual, { keys: good }),
      { ca: null, pins: [pinOf(authority.privateKey), pinOf(good.privateKey)] },
    ],
    [
      'that was renewed with the pinned key',
      server(here, usual, { keys: good }, impostor),
      { pins: [pinOf(good.privateKey)] },
    ],
  ])('a certificate %s is accepted', async (_, certificate, changes) => {
    const { fault, said } = await meet(certificate, security, changes)
    expect(fault).toBeNull()
    expect(said).toContain('bind')
  })

  test('no setting of the process turns the verification off', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    try {
      expect((await meet(good, security, { ca: null })).fault).toMatchObject({ code: 'certificate-unknown-authority' })
      expect((await meet(server(['dc9.lab.example']), security, {})).fault).toMatchObject({
        code: 'certificate-name-mismatch',
      })
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test.each([
    ['dc1.lab.example', 'dc1.lab.example'],
    ['dc1.lab.example.', 'dc1.lab.example'],
    ['127.0.0.1', false],
  ])('the server is told by which name it is called: %s', async (host, asked) => {
    expect(await nameAsked(host, security)).toBe(asked)
  })
})

/** The name in the handshake (RFC 6066 §3); false = none. */
async function nameAsked(host: string, security: 'ldaps' | 'starttls'): Promise<string | false> {
  const certificate = server(['dc1.lab.example', '127.0.0.1'])
  const secureContext = createSecureContext({ key: privatePem(certificate), cert: certificate.pem })
  let asked: string | false = false
  const open: Socket[] = []
  const begin = (socket: Socket) =>
    new TLSSocket(socket, {
      isServer: true,
      secureContext,
      SNICallback: (servername, done) => {
        asked = servername
        done(null, secureContext)
      },
    }).on('error', () => undefined)
  const listener = createServer(socket => {
    open.push(socket.on('error', () => undefined))
    if (security === 'ldaps') begin(socket)
    else
      socket.once('data', () => {
        socket.write(Buffer.from([0x30, 12, 2, 1, 1, 0x78, 7, 0x0a, 1, 0, 4, 0, 4, 0]))
        begin(socket)
      })
  })
  await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const target = { host, port, security, ca: authority.pem, pins: [] }
  const addresses = [{ address: '127.0.0.1', family: 4 as const }]
  const signal = new AbortController().signal
  const socket = await openSecureSocket({ ...target, addresses }, { milliseconds: 5_000, signal })
  socket.destroy()
  for (const each of open) each.destroy()
  await new Promise(resolve => listener.close(resolve))
  return asked
}

const privatePem = ({ privateKey }: Issued) => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
