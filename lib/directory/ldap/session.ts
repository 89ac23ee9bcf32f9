import type { TLSSocket } from 'node:tls'
import { Client, SASL_MECHANISMS } from 'ldapts'
import { type NetworkPolicy, resolveAllowed } from '@/lib/network/policy'
import { ReadFailure } from '../read-fault'
import type { DirectoryTarget } from '../source'
import { certificateFacts } from './certificate'
import { abortFailure, bindFailure, fail, type Place } from './faults'
import { type Addressing, peopleWithin } from './filters'
import type { Limits } from './limits'
import { openSecureSocket, type SecureAddress } from './secure-socket'
import { Tap } from './tap'

/** What every connection to a directory needs. */
export type Circumstances = {
  policy: NetworkPolicy
  limits: Limits
  signal: AbortSignal
  addressing?: Addressing
  /** Which people may be seen at most: a filter (RFC 4515); null = no limit. */
  people?: string | null
  /** Below which DNs a reading may begin; null = anywhere. */
  places?: readonly string[] | null
}

/** One signed-in connection to one server. It is used for one task and never reused after an error. */
export type Session = {
  place: Place
  /** The address at the other end. */
  address: string
  /** When the certificate that was shown ends (ISO 8601). */
  certificateEnds: string | null
  tap: Tap
  limits: Limits
  addressing: Addressing
  /** Which people may be seen at most: a filter (RFC 4515); null = no limit. */
  people: string | null
  /** Below which DNs a reading may begin; null = anywhere. */
  places: readonly string[] | null
  /** @throws ReadFailure what ended the connection, or `bind-lost` when nobody is signed in any more */
  mustBeSignedIn(): void
  close(): Promise<void>
}

const whoAmI = '1.3.6.1.4.1.4203.1.11.3'

/**
 * Connects and signs in at the first of the hosts that can be reached. A refused sign-in is final: trying the same password
 * elsewhere could lock the account. @throws ReadFailure
 */
export async function openSession(target: DirectoryTarget, circumstances: Circumstances): Promise<Session> {
  refuseUnusablePassword(target)
  let first: ReadFailure | undefined
  for (const place of target.connection.hosts) {
    const socket = await reach(target, place, circumstances).catch((error: unknown) => {
      if (!(error instanceof ReadFailure) || circumstances.signal.aborted) throw error
      first ??= error
      return null
    })
    if (socket) return signIn(socket, target, place, circumstances)
  }
  throw first ?? fail('name-not-found', { host: '' })
}

async function reach(target: DirectoryTarget, place: Place, circumstances: Circumstances): Promise<TLSSocket> {
  const address = await resolve(target, place, circumstances)
  return openSecureSocket(address, { milliseconds: circumstances.limits.connect, signal: circumstances.signal })
}

/** Asks the network policy. @throws ReadFailure */
export async function resolve(
  target: DirectoryTarget,
  { host, port }: Place,
  { policy, signal, limits }: Circumstances,
): Promise<SecureAddress> {
  if (signal.aborted) throw abortFailure(signal)
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(limits.connect)])
  const stopped = new Promise<never>((_, reject) => {
    deadline.addEventListener('abort', () =>
      reject(signal.aborted ? abortFailure(signal) : fail('name-not-found', { host })),
    )
  })
  const resolution = await Promise.race([resolveAllowed(policy, host, port), stopped])
  if (!resolution.ok) {
    const { ok: _, ...fault } = resolution
    throw new ReadFailure(fault)
  }
  const { ca, security, pins = [] } = target.connection
  return { host, port, addresses: resolution.addresses, ca, security, pins }
}

/** RFC 4513 §5.1.2: a name with an empty password is an anonymous bind that looks like success. @throws ReadFailure */
export function refuseUnusablePassword(target: DirectoryTarget): void {
  if (target.password.reveal().trim() === '') throw fail('bind-anonymous')
}

/** Binds over a verified connection and makes sure that somebody is signed in. @throws ReadFailure */
export async function signIn(
  socket: TLSSocket,
  target: DirectoryTarget,
  place: Place,
  { limits, signal, addressing = 'guid', people = null, places = null }: Circumstances,
): Promise<Session> {
  const onAbort = () => socket.destroy()
  signal.addEventListener('abort', onAbort)
  try {
    const client = clientOver(socket, limits)
    await bind(client, target)
    const tap = new Tap(socket, place, limits, peopleWithin(people))
    const shown = { address: socket.remoteAddress ?? '', certificateEnds: certificateFacts(socket)?.validTo ?? null }
    return sessionOf(client, tap, { place, ...shown, limits, addressing, people, places }, signal)
  } catch (error) {
    socket.destroy()
    throw signal.aborted ? abortFailure(signal) : bindFailure(error, place, limits)
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function sessionOf(
  client: Client,
  tap: Tap,
  fixed: Pick<Session, 'place' | 'address' | 'certificateEnds' | 'limits' | 'addressing' | 'people' | 'places'>,
  signal: AbortSignal,
): Session {
  const onAbort = () => tap.end(abortFailure(signal))
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  return {
    ...fixed,
    tap,
    mustBeSignedIn() {
      tap.mustBeAlive()
      if (!client.isBound) throw fail('bind-lost')
    },
    async close() {
      signal.removeEventListener('abort', onAbort)
      await client.unbind().catch(() => undefined)
    },
  }
}

/** A Client that lives on this socket alone: where ldapts would quietly connect again, unauthenticated, it fails. */
function clientOver(socket: TLSSocket, limits: Limits): Client {
  socket.setNoDelay(true)
  socket.setKeepAlive(true, 30_000)
  let isTaken = false
  const handOver = () => {
    if (isTaken) throw fail('bind-lost')
    isTaken = true
    return socket
  }
  return new Client({ url: 'ldaps://localhost', timeout: limits.signIn, createSecureConnection: handOver })
}

async function bind(client: Client, target: DirectoryTarget): Promise<void> {
  const { userId } = target.connection
  // ldapts takes these words for the name of a mechanism and would send something else than a simple bind.
  if ((SASL_MECHANISMS as readonly string[]).includes(userId)) throw fail('bind-user-unknown')
  await client.bind(userId, target.password.reveal())
  const identity = await client.exop(whoAmI).then(
    answer => answer.value ?? '',
    // Servers without WhoAmI (RFC 4532), such as Samba, say so with a result code.
    (error: unknown) => (client.isBound ? null : Promise.reject(error)),
  )
  if (identity === '' || !client.isBound) throw fail('bind-anonymous')
}
