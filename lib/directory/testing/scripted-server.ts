import { createServer, type Server, type TLSSocket } from 'node:tls'
import { issueAuthority, issueServer } from '@/lib/sample-directory/certificates/issue'
import { answerHonestly } from './honest-answer'
import { doneMessage, entryMessage, type Result, referenceMessage, resultMessage, whoAmIMessage } from './messages'
import { operationOf, readSearch, type Search } from './requests'
import { attributesOf, type rootDse, type WorldObject } from './world'

/** What a script can send in place of the usual answer to a search. */
export type Answer = {
  /** Gives the answer an honest server would give. */
  usual(): void
  entry(object: WorldObject, without?: string): void
  reference(url: string): void
  done(result: Result): void
  raw(bytes: Buffer): void
  /** Ends the connection. */
  cut(): void
  socket: TLSSocket
}

export type Script = {
  world: WorldObject[]
  /** Called for every search instead of the usual answer. */
  search?: (search: Search, answer: Answer, script: Script) => void
  bind?: Result
  whoAmI?: string | null
  /** Takes this operation and never answers it. */
  silentAt?: 'bind' | 'extended'
  rootDse?: typeof rootDse
  /** False: a tombstone is not found by anyone. */
  showsDeleted?: boolean
  /** How many entries each page of a listing holds at most, in turn; without it, as many as were asked for. */
  pages?: readonly number[]
  /** In how many bytes at a time the answers leave, in turn; without it, message by message. */
  pieces?: readonly number[]
}

export type ScriptedServer = {
  port: number
  ca: string
  /** Names of the operations received, in order. */
  operations: string[]
  searches: Search[]
  script: Script
  /** How many are open. */
  connections(): number
  stop(): Promise<void>
}

const day = 86_400_000
const authorities = new Map<string, { ca: string; key: string; cert: string }>()

/** A certificate with its authority. Making keys takes a moment, so equal ones are made once. */
export function certificate(hosts: string[], days = 90): { ca: string; key: string; cert: string } {
  const known = authorities.get(`${hosts} ${days}`)
  if (known) return known
  const from = new Date(Date.now() - 60 * day)
  const authority = issueAuthority('Scripted CA', { from, to: new Date(Date.now() + 400 * day) })
  const issuer = { name: 'Scripted CA', ...authority }
  const server = issueServer(hosts, issuer, { from, to: new Date(Date.now() + days * day) })
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const made = { ca: authority.pem, key, cert: server.pem }
  authorities.set(`${hosts} ${days}`, made)
  return made
}

/** A small LDAP server over TLS that answers honestly from a list of objects, until its script says otherwise. */
export async function startScriptedServer(
  script: Script,
  { hosts = ['127.0.0.1'], days = 90 } = {},
): Promise<ScriptedServer> {
  const { ca, key, cert } = certificate(hosts, days)
  const sockets = new Set<TLSSocket>()
  const received: Pick<ScriptedServer, 'operations' | 'searches'> = { operations: [], searches: [] }
  const server = createServer({ key, cert }, socket => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    socket.on('data', data => {
      for (const frame of cutFrames(data as Buffer)) answerFrame(frame, socket, script, received)
    })
  })
  server.on('tlsClientError', () => undefined)
  const port = await listen(server)
  const stop = async () => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return { port, ca, ...received, script, connections: () => sockets.size, stop }
}

/** Requests are small: each arrives whole, perhaps several at once. */
function cutFrames(data: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at < data.length; ) {
    const first = data[at + 1] ?? 0
    const bytes = first < 0x80 ? 0 : first & 0x7f
    const size = 2 + bytes + (bytes === 0 ? first : data.readUIntBE(at + 2, bytes))
    frames.push(data.subarray(at, at + size))
    at += size
  }
  return frames
}

function answerFrame(
  frame: Buffer,
  socket: TLSSocket,
  script: Script,
  received: Pick<ScriptedServer, 'operations' | 'searches'>,
): void {
  const { id, name, reader } = operationOf(frame)
  received.operations.push(name)
  if (name === script.silentAt) return
  if (name === 'bind') socket.write(resultMessage(id, 0x61, script.bind ?? {}))
  if (name === 'extended')
    socket.write(whoAmIMessage(id, script.whoAmI === undefined ? 'u:LAB\\reader' : script.whoAmI))
  if (name !== 'search') return
  const search = readSearch(id, reader, frame)
  received.searches.push(search)
  const answer = answerTo(search, socket, script)
  if (script.search) script.search(search, answer, script)
  else answer.usual()
}

function answerTo(search: Search, socket: TLSSocket, script: Script): Answer {
  const { id } = search
  const raw = (bytes: Buffer) => {
    for (const piece of cutPieces(bytes, script.pieces)) socket.write(piece)
  }
  const entry: Answer['entry'] = (object, without) => {
    const attributes = attributesOf(object, search.attributes)
    if (without !== undefined) delete attributes[without]
    raw(entryMessage(id, object.dn, attributes))
  }
  const done = (result: Result) => raw(doneMessage(id, result))
  const usual = () => answerHonestly(search, script, { entry, done, raw })
  return {
    usual,
    entry,
    done,
    raw,
    reference: url => raw(referenceMessage(id, url)),
    cut: () => socket.destroy(),
    socket,
  }
}

function* cutPieces(bytes: Buffer, pieces: readonly number[] = []): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = pieces[turn % pieces.length] ?? bytes.length
    yield bytes.subarray(at, at + size)
    at += size
  }
}

function listen(server: Server): Promise<number> {
  return new Promise(resolve =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
}
