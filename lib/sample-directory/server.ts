import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, createServer as createSecureServer, TLSSocket } from 'node:tls'
import { type ServerIdentity, serverIdentity } from './certificates/keep'
import type { Company } from './company/entry'
import { Directory } from './directory'
import { type Mutations, mutationsOf } from './mutations'
import type { Operation } from './operation'
import { limits } from './protocol/controls'
import { Session } from './session'

export type { Operation } from './operation'

export type SampleDirectoryOptions = {
  company: Company
  /** The sample is meant for one machine: any other address than a loopback one is refused. */
  host?: string
  /** 0 = a free one. */
  port?: number
  /** `folder` keeps the authority over restarts; `identity` uses given certificates, as tests of bad ones do. */
  tls?: { folder?: string; identity?: ServerIdentity }
  /** A second listener without TLS, which refuses sign-in until StartTLS, as domain controllers do. 0 = a free port. */
  plainPort?: number
  /** Whether searches at the domain's root point to its other naming contexts. Default true, as on a domain controller. */
  references?: boolean
  /** How many objects DirSync looks at before it says that there is more; null = it is not offered. Default 1,000. */
  dirSync?: number | null
  record?: (operation: Operation) => void
  /** Milliseconds before a search is answered, for tests of slow servers. */
  slowness?: (operation: Operation) => number
  /** Lets tests change the directory behind the server's back, as administrators do. Never over LDAP. */
  mutableForTests?: boolean
  now?: () => Date
}

export type SampleDirectory = {
  /** ldaps://host:port */
  url: string
  port: number
  /** ldap://host:port, when asked for. */
  plainUrl: string | null
  caPem: string
  /** Closes all connections. */
  stop(): Promise<void>
  directory: Mutations
}

/** Starts the sample's LDAP server. @throws RangeError for an address other than loopback, and listening errors as they come */
export async function startSampleDirectory(options: SampleDirectoryOptions): Promise<SampleDirectory> {
  const { company, host = '127.0.0.1', port = 0, now = () => new Date() } = options
  if (!/^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host))
    throw new RangeError('The sample directory listens on the loopback interface only')
  const names = [company.hostName, 'localhost', '127.0.0.1', '::1']
  const identity = options.tls?.identity ?? (await serverIdentity(names, options.tls?.folder ?? null, now()))
  const directory = new Directory(company)
  const keys = { key: identity.keyPem, cert: identity.certificatePem }
  const accept = acceptor(directory, { ...options, now }, keys)
  const secure = createSecureServer(keys, socket => accept(socket, true))
  const plain = options.plainPort === undefined ? null : createServer(socket => accept(socket, false))
  const servers = plain ? [secure, plain] : [secure]
  const stop = stopper(servers)
  const securePort = await listen(secure, host, port)
  const plainPort = plain ? await listen(plain, host, options.plainPort ?? 0) : null
  const place = host.includes(':') ? `[${host}]` : host
  return {
    url: `ldaps://${place}:${securePort}`,
    port: securePort,
    plainUrl: plainPort === null ? null : `ldap://${place}:${plainPort}`,
    caPem: identity.caPem,
    stop,
    directory: mutationsOf(directory, options.mutableForTests === true, now),
  }
}

/** Numbers the connections, and gives each a session. */
function acceptor(
  directory: Directory,
  options: SampleDirectoryOptions & { now: () => Date },
  keys: { key: string; cert: string },
): (socket: Socket, encrypted: boolean) => void {
  let connections = 0
  const { record = () => {}, slowness = () => 0, references = true, dirSync = limits.pageSize, now } = options
  const secure = (plain: Socket) => new TLSSocket(plain, { isServer: true, secureContext: createSecureContext(keys) })
  return (socket, encrypted) => {
    const connection = ++connections
    new Session(socket, encrypted, { directory, connection, record, slowness, references, dirSync, now, secure })
  }
}

/** Remembers the open connections, also those that never finish their handshake. @returns ends them and the servers */
function stopper(servers: readonly Server[]): () => Promise<void> {
  const sockets = new Set<Socket>()
  for (const server of servers)
    server.on('connection', socket => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      // A page goes out in several pieces; none of them may wait for the client's acknowledgement of the one before.
      socket.setNoDelay(true)
    })
  return async () => {
    const closed = servers.map(server => new Promise<void>(done => server.close(() => done())))
    for (const socket of sockets) socket.destroy()
    await Promise.all(closed)
  }
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen(port, host, () => {
      const address = server.address()
      done(typeof address === 'object' && address ? address.port : port)
    })
  })
}
