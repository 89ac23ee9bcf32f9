import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { connect, createServer, type TLSSocket } from 'node:tls'
import { count, extensionName, mustOnlyRead, type Operations } from './operations'
import type { Certificates } from './samba/certificates'

/** Names of LDAP's requests by their tag (RFC 4511 §4.2 to §4.14). */
const requests: Record<number, string> = {
  96: 'bind',
  66: 'unbind',
  99: 'search',
  102: 'modify',
  104: 'add',
  74: 'delete',
  108: 'modify-dn',
  110: 'compare',
  80: 'abandon',
}
const extended = 0x77

export type Recorder = {
  port: number
  /** How often each operation was sent so far. */
  operations: Operations
  /** From now on answers with another certificate. */
  present(certificates: Certificates): void
  /** Answers nobody until `work` is done. */
  whileClosed<T>(work: () => Promise<T>): Promise<T>
  /** @throws Error when more than reading was sent */
  stop(): Promise<void>
}

/**
 * Stands between the product and a directory server: ends the product's TLS, notes every operation it sends, and passes
 * everything on over a TLS connection of its own.
 */
export async function startRecorder(target: { port: number; certificates: Certificates }): Promise<Recorder> {
  const ca = readFileSync(target.certificates.caFile)
  const operations: Operations = new Map()
  const sockets = new Set<TLSSocket>()
  const server = createServer(keysOf(target.certificates), client => {
    const directory = connect({ host: '127.0.0.1', port: target.port, ca, servername: 'dc1.lab.example' })
    const read = messageReader(message => count(operations, operationOf(message)))
    client.on('data', read)
    client.pipe(directory).pipe(client)
    for (const [socket, other] of [
      [client, directory],
      [directory, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  // A client that refuses the certificate is part of some stories.
  server.on('tlsClientError', () => undefined)
  const open = (port: number) => new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve))
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>(resolve => server.close(() => resolve()))
  }
  await open(0)
  const { port } = server.address() as AddressInfo
  return {
    port,
    operations,
    present: certificates => server.setSecureContext(keysOf(certificates)),
    whileClosed: async work => {
      await close()
      return work().finally(() => open(port))
    },
    stop: async () => {
      await close()
      mustOnlyRead(operations)
    },
  }
}

const keysOf = ({ certFile, keyFile }: Certificates) => ({ cert: readFileSync(certFile), key: readFileSync(keyFile) })

/** Cuts a stream of bytes into LDAP messages, each a BER sequence. */
function messageReader(tell: (message: Buffer) => void): (chunk: Buffer) => void {
  let waiting = Buffer.alloc(0)
  return chunk => {
    waiting = Buffer.concat([waiting, chunk])
    for (let size = sizeOf(waiting); size !== null && waiting.length >= size; size = sizeOf(waiting)) {
      tell(waiting.subarray(0, size))
      waiting = waiting.subarray(size)
    }
  }
}

/** The whole length of the BER value that starts here, or null while its head is not complete. */
function sizeOf(bytes: Buffer): number | null {
  const first = bytes[1]
  if (first === undefined) return null
  if (first < 0x80) return 2 + first
  const count = first & 0x7f
  return bytes.length < 2 + count ? null : 2 + count + bytes.readUIntBE(2, count)
}

function operationOf(message: Buffer): string {
  const content = inside(message)
  const operation = content.subarray(sizeOf(content) ?? content.length)
  const tag = operation[0] ?? 0
  if (tag !== extended) return requests[tag] ?? `unknown 0x${tag.toString(16)}`
  const name = inside(operation)
  return extensionName(inside(name).toString('latin1'))
}

/** What a BER value holds. */
function inside(bytes: Buffer): Buffer {
  const first = bytes[1] ?? 0
  const head = first < 0x80 ? 2 : 2 + (first & 0x7f)
  return bytes.subarray(head, sizeOf(bytes) ?? bytes.length)
}
