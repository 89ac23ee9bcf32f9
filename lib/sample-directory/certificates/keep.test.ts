import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, createServer } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { authorityFile, type ServerIdentity, serverIdentity } from './keep'

const now = new Date('2026-05-01T12:00:00Z')
const hosts = ['dc1.northwind.example', 'localhost', '127.0.0.1', '::1']
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sample-authority-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Connects through TLS and says why it failed, or null. */
function handshake(identity: ServerIdentity, ca: string, servername: string): Promise<string | null> {
  return new Promise(done => {
    const server = createServer({ key: identity.keyPem, cert: identity.certificatePem })
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address ? address.port : 0
      const end = (reason: string | null) => {
        socket.destroy()
        server.close(() => done(reason))
      }
      const socket = connect({ host: '127.0.0.1', port, ca, servername }, () => end(null))
      socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
    })
    server.on('tlsClientError', () => {})
  })
}

describe('the sample’s own authority', () => {
  test('is a certificate authority, and its server is none', async () => {
    const identity = await serverIdentity(hosts, null, now)
    const ca = new X509Certificate(identity.caPem)
    const leaf = new X509Certificate(identity.certificatePem)
    expect([ca.ca, leaf.ca]).toEqual([true, false])
    expect(ca.verify(ca.publicKey) && leaf.verify(ca.publicKey) && leaf.checkIssued(ca)).toBe(true)
    expect(leaf.verify(leaf.publicKey)).toBe(false)
    expect(leaf.subjectAltName).toBe(
      'DNS:dc1.northwind.example, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    )
    expect(hosts.slice(0, 2).every(host => leaf.checkHost(host)) && leaf.checkIP('127.0.0.1')).toBeTruthy()
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(new Date(ca.validTo).getUTCFullYear()).toBe(2036)
  })

  test('makes TLS accept its server by each name, and nobody else’s', async () => {
    const identity = await serverIdentity(hosts, null, new Date())
    const other = await serverIdentity(hosts, null, new Date())
    expect(await handshake(identity, identity.caPem, 'localhost')).toBeNull()
    expect(await handshake(identity, identity.caPem, 'dc1.northwind.example')).toBeNull()
    expect(await handshake(identity, identity.caPem, 'dc2.northwind.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
    expect(await handshake(identity, other.caPem, 'localhost')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  })

  test('stays the same over a restart, with a key only its owner reads', async () => {
    const first = await serverIdentity(hosts, folder, now)
    const second = await serverIdentity(hosts, folder, now)
    expect(second.caPem).toBe(first.caPem)
    expect(second.certificatePem).not.toBe(first.certificatePem)
    expect(await readFile(authorityFile(folder), 'utf8')).toBe(first.caPem)
    expect((await stat(join(folder, 'ca.key'))).mode & 0o077).toBe(0)
  })

  test('is made anew when it is damaged or about to end', async () => {
    const first = await serverIdentity(hosts, folder, now)
    const late = await serverIdentity(hosts, folder, new Date('2036-04-20T00:00:00Z'))
    expect(late.caPem).not.toBe(first.caPem)
    await writeFile(authorityFile(folder), 'not a certificate')
    expect((await serverIdentity(hosts, folder, now)).caPem).toContain('BEGIN CERTIFICATE')
  })
})
