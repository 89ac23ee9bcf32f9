import { createServer, type Server, type TLSSocket } from 'node:tls'
import { issueAuthority, issueServer } from '@/lib/sample-directory/certificates/issue'
import { parseAnchor } from '../anchor'
import { doneMessage, entryMessage, type Result, referenceMessage, resultMessage, whoAmIMessage } from './messages'
import { operationOf, readSearch, type Search } from './requests'
import { attributesOf, rootDse, type WorldObject } from './world'

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
  rootDse?: typeof rootDse
  /** False: a tombstone is not found by anyone. */
  showsDeleted?: boolean
}

export type ScriptedServer = {
  port: number
  ca: string
  /** Names of the operations received, in order. */
  operations: string[]
  searches: Search[]
  script: Script
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
  return { port, ca, ...received, script, stop }
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
    socket.write(bytes)
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

function answerHonestly(search: Search, script: Script, answer: Pick<Answer, 'entry' | 'done' | 'raw'>): void {
  const seesDeleted = search.controls.includes('1.2.840.113556.1.4.417') && script.showsDeleted !== false
  const visible = script.world.filter(object => !object.deleted || seesDeleted)
  if (search.kind === 'root-dse') {
    answer.raw(entryMessage(search.id, '', script.rootDse ?? rootDse))
    answer.done({})
  } else if (search.kind === 'base') {
    const anchor = parseAnchor(/^<GUID=(.*)>$/.exec(search.base)?.[1] ?? '')
    const found = visible.find(object => object.anchor === anchor || object.dn === search.base)
    if (found) answer.entry(found)
    answer.done(found ? {} : { code: 32 })
  } else {
    const listed = search.kind === 'fetch' ? visible.filter(object => search.frame.includes(object.guid)) : visible
    const from = Number(search.paging?.cookie || 0)
    const to = from + (search.paging?.size ?? listed.length)
    for (const object of listed.slice(from, to)) answer.entry(object)
    answer.done({ cookie: to < listed.length ? String(to) : '' })
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
