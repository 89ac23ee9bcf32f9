import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import SCIMMY from 'scimmy'
import SCIMMYRouters from 'scimmy-routers'

export const serverToken = 'a-token-of-the-other-messenger'
type Stored = { id: string; meta: { version: string; created: string; lastModified: string }; [field: string]: unknown }
type Handled = { method: string; path: string }

/** What is kept of one kind. */
class Store {
  readonly all = new Map<string, Stored>()
  readonly #unique: string
  constructor(unique: string) {
    this.#unique = unique
  }

  put(id: string | undefined, values: object): Stored {
    const now = new Date().toISOString()
    const before = id === undefined ? undefined : this.all.get(id)
    if (id !== undefined && !before) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`)
    const plain = JSON.parse(JSON.stringify(values)) as Record<string, unknown>
    const name = String(plain[this.#unique] ?? '').toLowerCase()
    const holder = [...this.all.values()].find(
      one => one.id !== id && String(one[this.#unique] ?? '').toLowerCase() === name,
    )
    if (holder) throw new SCIMMY.Types.Error(409, 'uniqueness', `${name} is taken`)
    const meta = { version: `W/"${randomUUID()}"`, created: before?.meta.created ?? now, lastModified: now }
    const stored = { ...plain, id: id ?? randomUUID(), meta }
    this.all.set(stored.id, stored)
    return stored
  }
}

/**
 * A Messenger that speaks SCIM 2.0, made of scimmy and its routers for Express. Versions and `If-Match` are this class's own,
 * because scimmy keeps none. One at a time: scimmy's resources belong to the process.
 */
export class ScimServer {
  readonly users = new Store('userName')
  readonly groups = new Store('displayName')
  /** Every request that came, in their order. */
  readonly handled: Handled[] = []
  /** Answers in the place of the Messenger; undefined = it answers itself. */
  interfere: (request: Handled) => { status: number; headers?: Record<string, string>; body?: string } | undefined =
    () => undefined
  /** Called when the Messenger has done what was asked, before it says so. */
  done: (request: Handled) => 'answer' | 'hang-up' = () => 'answer'
  /** Without this every page that is asked for is the first one. */
  readsPlaces = true
  readonly #server: Server

  constructor() {
    declare('User', this.users)
    declare('Group', this.groups)
    this.#server = createServer(this.#app())
  }

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/scim/v2`
  }

  close(): Promise<void> {
    this.#server.closeAllConnections()
    return new Promise(resolve => this.#server.close(() => resolve()))
  }

  /** The account with this name. */
  user(name: string): Stored | undefined {
    return [...this.users.all.values()].find(({ userName }) => userName === name)
  }

  /** What somebody else changes there. */
  change(name: string, values: object): void {
    const user = this.user(name)
    this.users.put(user?.id, { ...user, ...values })
  }

  writes = (): Handled[] => this.handled.filter(({ method }) => method !== 'GET')

  #app() {
    const app = express()
    app.use((request, answer, next) => {
      const asked = { method: request.method, path: request.url.replace('/scim/v2', '') }
      this.handled.push(asked)
      const instead = this.interfere(asked)
      if (instead) {
        answer.writeHead(instead.status, { 'content-type': 'application/scim+json', ...instead.headers })
        answer.end(instead.body ?? '')
        return
      }
      if (this.#isOutdated(request.method, asked.path, request.header('if-match'))) {
        const schemas = ['urn:ietf:params:scim:api:messages:2.0:Error']
        answer.status(412).json({ schemas, status: '412', detail: 'It has changed' })
        return
      }
      // The routers turn numbers of the query into numbers where they stand; Express 5 reads them anew each time.
      if (this.readsPlaces) Object.defineProperty(request, 'query', { value: { ...request.query } })
      const end = answer.end.bind(answer)
      answer.end = ((...parts: Parameters<typeof end>) => {
        if (this.done(asked) === 'hang-up') request.socket.destroy()
        return end(...parts)
      }) as typeof answer.end
      next()
    })
    const handler = (request: express.Request) => {
      if (request.header('authorization') !== `Bearer ${serverToken}`) throw new Error('Unknown token')
      return 'enrollment'
    }
    app.use('/scim/v2', new SCIMMYRouters({ type: 'bearer', handler }))
    SCIMMY.Config.set({ etag: true })
    return app
  }

  #isOutdated(method: string, path: string, wanted: string | undefined): boolean {
    if (method !== 'PATCH' || wanted === undefined) return false
    const [, kind, id = ''] = path.split(/[/?]/)
    const stored = (kind === 'Users' ? this.users : this.groups).all.get(decodeURIComponent(id))
    return stored !== undefined && stored.meta.version !== wanted
  }
}

type Asked = { id?: string; filter?: { match<T>(all: T[]): T[] } }

function declare(kind: 'User' | 'Group', store: Store): void {
  // Both kinds are handled alike, whatever their schemas.
  const resource = SCIMMY.Resources[kind] as typeof SCIMMY.Resources.User
  if (!SCIMMY.Resources.declared(kind)) SCIMMY.Resources.declare(resource)
  if (kind === 'User') SCIMMY.Resources.User.extend(SCIMMY.Schemas.EnterpriseUser, false)
  const one = (id: string) => {
    const stored = store.all.get(id)
    if (!stored) throw new SCIMMY.Types.Error(404, '', `Resource ${id} not found`)
    return stored
  }
  const read = (asked: Asked) => {
    if (asked.id !== undefined) return one(asked.id)
    const all = [...store.all.values()]
    return asked.filter ? asked.filter.match(all) : all
  }
  resource.ingress((asked: Asked, values: object) => store.put(asked.id, values) as never)
  resource.egress(read as never)
  resource.degress(((asked: Asked) => {
    one(asked.id ?? '')
    store.all.delete(asked.id ?? '')
  }) as never)
}
