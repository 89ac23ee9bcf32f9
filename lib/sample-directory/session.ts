import type { Socket } from 'node:net'
import { answerSearch } from './answer-search'
import type { Directory } from './directory'
import type { Item } from './item'
import { describeOperation, type Operation } from './operation'
import { OpenSearches } from './paging'
import { controls, extensions, limits } from './protocol/controls'
import { Framing } from './protocol/framing'
import { type Request, type RequestMessage, readRequest, type SearchRequest, type WriteKind } from './protocol/request'
import {
  dirSyncValue,
  entryMessages,
  pagingValue,
  referenceMessage,
  responseTags,
  resultMessage,
} from './protocol/response'
import { faults, type Result, success } from './protocol/result'
import { signIn } from './sign-in'

export type SessionOptions = {
  directory: Directory
  /** Numbers the connections since the start. */
  connection: number
  record: (operation: Operation) => void
  slowness: (operation: Operation) => number
  references: boolean
  dirSync: number | null
  now: () => Date
  /** Puts TLS over the connection; null where that is not offered or already done. */
  secure: ((socket: Socket) => Socket) | null
}

/** One client's connection: what it may see, and the searches it has open. */
export class Session {
  private account: Item | null = null
  private open = new OpenSearches()
  private framing = new Framing(limits.messageBytes)

  constructor(
    private socket: Socket,
    private encrypted: boolean,
    private readonly options: SessionOptions,
  ) {
    this.listen(socket)
  }

  private listen(socket: Socket): void {
    socket.on('data', (bytes: Buffer) => this.receive(bytes))
    // A client that goes away is no event for a server; without a listener it would end the process.
    socket.on('error', () => socket.destroy())
  }

  private receive(bytes: Buffer): void {
    try {
      for (const message of this.framing.take(bytes)) this.handle(readRequest(message))
    } catch {
      this.socket.end(
        resultMessage(0, responseTags.extended, faults.malformed(), [], { oid: extensions.disconnection }),
      )
    }
  }

  private handle(message: RequestMessage): void {
    const { id, request } = message
    const { connection, record, slowness } = this.options
    const { encrypted } = this
    const operation = describeOperation(request, { connection, messageId: id, encrypted, controls: message.controls })
    record(operation)
    if (request.kind === 'search') this.later(slowness(operation), () => this.search(message, request))
    else if (request.kind === 'extended') this.extended(id, request.oid)
    else if (request.kind === 'unbind') this.socket.end()
    else if (request.kind !== 'abandon') this.reply(id, tagOf(request), this.decide(request))
  }

  private later(milliseconds: number, answer: () => void): void {
    if (milliseconds > 0) setTimeout(answer, milliseconds).unref()
    else answer()
  }

  /** How an operation ends that gives nothing but a result. Every write is refused. */
  private decide(request: Exclude<Request, { kind: 'search' | 'extended' | 'unbind' | 'abandon' }>): Result {
    if (request.kind === 'bind') return this.bind(request)
    if (request.kind === 'compare') return faults.unwilling()
    return this.account ? faults.readOnly() : faults.needsBind()
  }

  private reply(id: number, tag: number, result: Result): void {
    this.socket.write(resultMessage(id, tag, result))
  }

  private bind({ name, password }: Request & { kind: 'bind' }): Result {
    this.account = null
    this.open = new OpenSearches()
    if (password === null) return faults.unsupportedSignIn()
    if (!this.encrypted && password.length > 0) return faults.needsEncryption()
    const { result, account } = signIn(this.options.directory, name, password, this.options.now())
    this.account = account
    return result
  }

  private search({ id, controls: requested }: RequestMessage, request: SearchRequest): void {
    const { directory, references, dirSync, now } = this.options
    const context = { directory, account: this.account, open: this.open, references, dirSync, now: now() }
    const answer = answerSearch(request, requested, context)
    for (const piece of entryMessages(id, answer.entries, request.typesOnly)) this.socket.write(piece)
    for (const url of answer.references) this.socket.write(referenceMessage(id, url))
    const paging = answer.cookie === null ? [] : [{ oid: controls.paging, value: pagingValue(answer.cookie) }]
    const changes = answer.dirSync ? [{ oid: controls.dirSync, value: dirSyncValue(answer.dirSync) }] : []
    this.socket.write(resultMessage(id, responseTags.search, answer.result, [...paging, ...changes]))
  }

  private extended(id: number, oid: string): void {
    if (oid === extensions.whoAmI) {
      this.socket.write(resultMessage(id, responseTags.extended, success, [], { value: this.whoAmI() }))
    } else if (oid === extensions.startTls) this.startTls(id)
    else this.reply(id, responseTags.extended, faults.unknownExtension())
  }

  /** RFC 4532: empty for anonymous. */
  private whoAmI(): string {
    const logon = this.account?.attributes.sAMAccountName?.[0]
    return logon === undefined ? '' : `u:${this.options.directory.company.netbiosName}\\${logon}`
  }

  private startTls(id: number): void {
    const { secure } = this.options
    if (!secure || this.encrypted) {
      this.reply(id, responseTags.extended, faults.unwilling())
      return
    }
    this.socket.write(resultMessage(id, responseTags.extended, success, [], { oid: extensions.startTls }))
    this.socket.removeAllListeners('data')
    this.socket = secure(this.socket)
    this.encrypted = true
    this.account = null
    this.framing = new Framing(limits.messageBytes)
    this.listen(this.socket)
  }
}

/** @throws RangeError for an operation that LDAP does not have, which ends the connection */
function tagOf(request: Request & { kind: 'bind' | WriteKind | 'unknown' }): number {
  if (request.kind === 'unknown') throw new RangeError(`Operation 0x${request.tag.toString(16)} does not exist`)
  return responseTags[request.kind]
}
