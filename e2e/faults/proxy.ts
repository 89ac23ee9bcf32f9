import { type AddressInfo, connect as connectPlain, createServer, type Socket } from 'node:net'
import { connect as connectSecure, createSecureContext, TLSSocket } from 'node:tls'

export type Direction = 'to-client' | 'to-server'

/** What happens to a connection after so many bytes in one direction. */
export type Trouble =
  /** Both sides are closed. */
  | { kind: 'cut'; direction: Direction; after: number }
  /** Both sides are reset. */
  | { kind: 'reset'; direction: Direction; after: number }
  /** This direction ends in good order, the other one stays. */
  | { kind: 'half-close'; direction: Direction; after: number }
  /** Nothing passes in this direction any more, and nobody is told. */
  | { kind: 'stall'; direction: Direction; after: number }
  /** The next byte arrives changed. */
  | { kind: 'garble'; direction: Direction; after: number; mask: number }
  /** Everything passes in small pieces. */
  | { kind: 'trickle'; direction: Direction; pieces: number }
  | { kind: 'none' }

/** Key, certificate and authority with which the proxy ends TLS and begins it again. */
export type ProxyIdentity = { keyPem: string; certificatePem: string; caPem: string }

export type FaultyWire = {
  port: number
  /** Bytes passed on so far, over all connections. */
  passed: Record<Direction, number>
  /** Whether these bytes were ever on the wire to the server. */
  saw(bytes: string): boolean
  /** Cuts every connection there is now. */
  cut(): void
  stop(): Promise<void>
}

/**
 * Stands between the reader and a server and makes trouble on every connection, in the bytes that are on the wire, or, with
 * an identity, in the LDAP messages below TLS.
 */
export async function startProxy(
  target: number,
  trouble: Trouble,
  identity: ProxyIdentity | null = null,
): Promise<FaultyWire> {
  const open = new Set<Socket>()
  const passed: FaultyWire['passed'] = { 'to-client': 0, 'to-server': 0 }
  let wire = ''
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.once('close', () => open.delete(socket))
    return socket
  }
  // A direction that has ended must not end the other one by itself.
  const server = createServer({ allowHalfOpen: true }, accepted => {
    const wires = [
      keep(accepted),
      keep(connectPlain({ host: '127.0.0.1', port: target, allowHalfOpen: true })),
    ] as const
    // Below TLS there is no wire to look at: the proxy itself is the end of it.
    if (!identity)
      accepted.on('data', (chunk: Buffer) => {
        wire += chunk.toString('latin1')
      })
    const [client, directory] = identity ? secure(wires, identity) : wires
    for (const socket of [client, directory]) socket.on('error', () => undefined)
    const link = { client, directory, wires }
    carry(link, 'to-client', trouble, passed)
    carry(link, 'to-server', trouble, passed)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const stop = async () => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    cut()
    await closed
  }
  const { port } = server.address() as AddressInfo
  return { port, passed, saw: bytes => wire.includes(bytes), cut, stop }
}

type Link = { client: Socket; directory: Socket; wires: readonly [Socket, Socket] }

function secure(
  [client, directory]: Link['wires'],
  { keyPem, certificatePem, caPem }: ProxyIdentity,
): [Socket, Socket] {
  const secureContext = createSecureContext({ key: keyPem, cert: certificatePem })
  const toDirectory = connectSecure({ socket: directory, ca: caPem, servername: 'localhost' })
  return [new TLSSocket(client, { isServer: true, secureContext }), toDirectory]
}

/** Passes one direction on, and does what the trouble says once its bytes have passed. */
function carry(link: Link, direction: Direction, trouble: Trouble, passed: FaultyWire['passed']): void {
  const [from, to] = direction === 'to-client' ? [link.directory, link.client] : [link.client, link.directory]
  const mine = trouble.kind !== 'none' && trouble.direction === direction ? trouble : null
  const limit = mine && mine.kind !== 'trickle' ? mine.after : Number.POSITIVE_INFINITY
  let count = 0
  let isOver = false
  const begin = () => {
    if (isOver || count < limit) return
    isOver = mine?.kind !== 'garble'
    if (mine) happen(mine, link, to)
  }
  from.on('data', (chunk: Buffer) => {
    if (isOver) return
    const fits = mine?.kind === 'garble' ? garbled(chunk, count, mine) : chunk.subarray(0, limit - count)
    count += fits.length
    passed[direction] += fits.length
    for (const piece of mine?.kind === 'trickle' ? inPieces(fits, mine.pieces) : [fits]) to.write(piece)
    // What has passed must have left before anything happens to the connection.
    if (count >= limit) to.write('', begin)
  })
  from.on('end', () => {
    if (!isOver) to.end()
  })
  from.on('close', () => {
    if (!isOver) to.destroy()
  })
  if (limit === 0 && mine?.kind !== 'garble') begin()
}

function happen(trouble: Trouble, { wires }: Link, to: Socket): void {
  if (trouble.kind === 'half-close') to.end()
  if (trouble.kind === 'cut') for (const wire of wires) wire.destroy()
  if (trouble.kind === 'reset') for (const wire of wires) wire.resetAndDestroy()
}

/** The chunk with the byte changed whose turn it is. */
function garbled(chunk: Buffer, count: number, { after, mask }: Trouble & { kind: 'garble' }): Buffer {
  const at = after - count
  if (at < 0 || at >= chunk.length) return chunk
  const changed = Buffer.from(chunk)
  changed.writeUInt8(changed.readUInt8(at) ^ mask, at)
  return changed
}

function* inPieces(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
