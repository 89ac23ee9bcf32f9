import { networkPolicy } from '@/lib/network/policy'
import { createLdapSource } from '../ldap/ldap-source'
import type { Limits } from '../ldap/limits'
import { decodeObjects } from '../object-block'
import { Secret } from '../secret'
import type { DirectoryObject, DirectorySource, ImportEvent, Scope, ScopeProof } from '../source'
import { type Script, type ScriptedServer, startScriptedServer } from './scripted-server'

export type SourceChanges = {
  password?: string
  userId?: string
  baseDn?: string | null
  ca?: string | null
  security?: 'ldaps' | 'starttls'
  pins?: string[]
  host?: string
  port?: number
  /** Hosts to try before the server itself. */
  before?: { host: string; port: number }[]
  deadlines?: Partial<Limits>
}

/** The reader, pointed at a scripted server. */
export function sourceFor(server: Pick<ScriptedServer, 'port' | 'ca'>, changes: SourceChanges = {}): DirectorySource {
  const port = changes.port ?? server.port
  const policy = networkPolicy({
    DATABASE_URL: undefined,
    ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
    ENROLLMENT_DIRECTORY_PORTS: String(port),
    ENROLLMENT_HOSTING: undefined,
    ENROLLMENT_SAMPLE_DIRECTORY: undefined,
  })
  const connection = {
    hosts: [...(changes.before ?? []), { host: changes.host ?? '127.0.0.1', port }],
    security: changes.security ?? ('ldaps' as const),
    ...(changes.pins ? { pins: changes.pins } : {}),
    ca: changes.ca === undefined ? server.ca : changes.ca,
    baseDn: changes.baseDn ?? null,
    userId: changes.userId ?? 'reader@lab.example',
  }
  const deadlines = { connect: 2_000, signIn: 2_000, page: 2_000, pageSize: 4, ...changes.deadlines }
  return createLdapSource({ connection, password: new Secret(changes.password ?? 'secret') }, { policy, deadlines })
}

/** What was delivered of one scope, and how it ended: with its proof, or with the code of its fault. */
export type ScopeReading = { objects: DirectoryObject[]; proof: ScopeProof | null; outcome: string }
export type Reading = {
  events: ImportEvent[]
  objects: DirectoryObject[]
  outcome: string
  /** The same, told apart by scope. */
  scopes: ScopeReading[]
}

/** Imports the whole base. `outcome` is `complete` or the code of the last scope's fault. */
export async function read(
  source: DirectorySource,
  {
    scopes = [{ anchor: null, dn: '' }] as readonly Scope[],
    attributes = ['displayName', 'mail'] as readonly string[],
    signal = new AbortController().signal,
    lists = false,
  } = {},
): Promise<Reading> {
  const events: ImportEvent[] = []
  for await (const event of source.import({ scopes, attributes, lists, signal })) events.push(event)
  const last = events.findLast(event => event.type === 'scope-complete' || event.type === 'scope-incomplete')
  return {
    events,
    objects: events.flatMap(event => (event.type === 'objects' ? decodeObjects(event.block) : [])),
    outcome: last?.type === 'scope-incomplete' ? last.fault.code : last ? 'complete' : 'nothing',
    scopes: [...scopes.keys()].map(scope => scopeReading(events, scope)),
  }
}

function scopeReading(events: readonly ImportEvent[], scope: number): ScopeReading {
  const reading: ScopeReading = { objects: [], proof: null, outcome: 'nothing' }
  for (const event of events) {
    if (!('scope' in event) || event.scope !== scope) continue
    if (event.type === 'objects') reading.objects.push(...decodeObjects(event.block))
    else if (event.type === 'scope-complete') Object.assign(reading, { proof: event.proof, outcome: 'complete' })
    else reading.outcome = event.fault.code
  }
  return reading
}

/** Starts a server with this script, does something, and stops it whatever happened. */
export async function withServer<T>(
  script: Script,
  work: (server: ScriptedServer) => Promise<T>,
  certificate: { hosts?: string[]; days?: number } = {},
): Promise<T> {
  const server = await startScriptedServer(script, certificate)
  try {
    return await work(server)
  } finally {
    await server.stop()
  }
}
