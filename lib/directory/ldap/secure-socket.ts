import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect as connectSecurely, type TLSSocket } from 'node:tls'
import type { AllowedAddress } from '@/lib/network/policy'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { ReadFailure } from '../read-fault'
import { type CertificateFacts, certificateFacts, factsOf } from './certificate'
import { abortFailure, fail, type Place, timeout } from './faults'
import { agreeOnTls } from './start-tls'

export type SecureAddress = Place &
  Pick<ConnectionSettings, 'security'> & {
    /** Checked and pinned by the network policy, in the order to try. */
    addresses: readonly AllowedAddress[]
    /** PEM of the company's own authority, or null for the public ones. */
    ca: string | null
    /** Fingerprints of the only keys to trust; none = authority and name decide. */
    pins: readonly string[]
  }

export type SecureOptions = {
  milliseconds: number
  signal: AbortSignal
  /** Told when TCP is up, before TLS. */
  onPort?: (address: string) => void
}

/**
 * Connects to the first address that answers, and verifies whom it reached before anything is said: by authority and name,
 * or by the pinned keys. Never without verification. @throws ReadFailure
 */
export async function openSecureSocket(target: SecureAddress, options: SecureOptions): Promise<TLSSocket> {
  let first: ReadFailure | undefined
  for (const { address } of target.addresses) {
    try {
      return await within(target, options, signal => connectTo(address, target, { ...options, signal }))
    } catch (error) {
      const failure = error as ReadFailure
      if (!unreachable.has(failure.fault.code)) throw failure
      first ??= failure
    }
  }
  throw first ?? fail('name-not-found', { host: target.host })
}

const unreachable = new Set(['connection-refused', 'connection-timeout', 'network-unreachable'])

/** One deadline over TCP, StartTLS and TLS of one address; what ended it early is told apart from silence. */
async function within(
  place: Place,
  { signal, milliseconds }: SecureOptions,
  work: (signal: AbortSignal) => Promise<TLSSocket>,
): Promise<TLSSocket> {
  const deadline = AbortSignal.timeout(milliseconds)
  try {
    return await work(AbortSignal.any([signal, deadline]))
  } catch (error) {
    if (signal.aborted) throw abortFailure(signal)
    if (deadline.aborted) throw timeout({ host: place.host, port: place.port }, milliseconds, error)
    throw error
  }
}

async function connectTo(address: string, target: SecureAddress, options: SecureOptions): Promise<TLSSocket> {
  const socket = await openPort(address, target, options.signal)
  try {
    options.onPort?.(address)
    return await secure(socket, target, options.signal)
  } catch (error) {
    if (error instanceof ReadFailure) throw error
    const refusal = error as NodeJS.ErrnoException
    const facts = needsALook(refusal) ? await lookAtRefused(address, target, options.signal).catch(() => null) : null
    throw securityFailure(refusal, target, facts)
  }
}

const placeOf = ({ host, port }: Place): Place => ({ host, port })

function openPort(address: string, place: Place, signal: AbortSignal): Promise<Socket> {
  const socket = connectPlain({ host: address, port: place.port })
  return settled(socket, signal, 'connect', error => reachFailure(error, placeOf(place)))
}

async function secure(socket: Socket, target: SecureAddress, signal: AbortSignal): Promise<TLSSocket> {
  try {
    if (target.security === 'starttls') await agreeOnTls(socket, placeOf(target), signal)
    const pinned = target.pins.length > 0
    const secured = connectSecurely({ ...tlsOptions(socket, target), rejectUnauthorized: !pinned })
    await settled(secured, signal, 'secureConnect', error => error)
    return pinned ? await mustBePinned(secured, target) : secured
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** The company pinned these keys itself: they say whose server it is, and its dates still count. @throws ReadFailure */
async function mustBePinned(socket: TLSSocket, target: SecureAddress): Promise<TLSSocket> {
  const facts = certificateFacts(socket)
  const refuse = (failure: ReadFailure): never => {
    socket.destroy()
    throw failure
  }
  if (!facts || !target.pins.includes(facts.pin))
    return refuse(fail('certificate-not-pinned', { host: target.host, pin: facts?.pin ?? '?' }))
  const now = Date.now()
  if (Date.parse(facts.validTo) < now)
    return refuse(fail('certificate-expired', { validTo: Date.parse(facts.validTo), issuer: facts.issuer }))
  if (Date.parse(facts.validFrom) > now)
    return refuse(fail('certificate-not-yet-valid', { validFrom: Date.parse(facts.validFrom), issuer: facts.issuer }))
  return socket
}

function tlsOptions(socket: Socket, { host, ca }: SecureAddress): ConnectionOptions {
  const servername = serverName(host)
  return {
    socket,
    // Without a name to send, the address is compared with the certificate's addresses.
    ...(servername === undefined ? { host: host.replace(/^\[(.*)\]$/, '$1') } : { servername, host: servername }),
    // An issuing authority without its root is enough when the company says that this is the one it trusts.
    ...(ca === null ? {} : { ca, allowPartialTrustChain: true }),
    minVersion: 'TLSv1.2',
  }
}

/**
 * Looks at a certificate that was just refused, only to say whose it is: the connection is closed as soon as the
 * certificate is seen, and nothing is ever sent over it.
 */
async function lookAtRefused(
  address: string,
  target: SecureAddress,
  signal: AbortSignal,
): Promise<CertificateFacts | null> {
  const socket = await openPort(address, target, signal)
  try {
    if (target.security === 'starttls') await agreeOnTls(socket, placeOf(target), signal)
    const secured = connectSecurely({ ...tlsOptions(socket, target), rejectUnauthorized: false })
    await settled(secured, signal, 'secureConnect', error => error)
    return certificateFacts(secured)
  } finally {
    socket.destroy()
  }
}

/** Waits for one event of a socket that is coming up. */
function settled<T extends Socket>(
  socket: T,
  signal: AbortSignal,
  event: 'connect' | 'secureConnect',
  failureOf: (error: NodeJS.ErrnoException) => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void) => {
      signal.removeEventListener('abort', onAbort)
      socket.removeListener('error', onError)
      socket.removeListener('close', onClose)
      settle()
    }
    const refuse = (failure: Error) =>
      finish(() => {
        socket.on('error', () => undefined)
        socket.destroy()
        reject(failure)
      })
    const onAbort = () => refuse(abortFailure(signal))
    const onError = (error: NodeJS.ErrnoException) => refuse(failureOf(error))
    const onClose = () =>
      refuse(failureOf(Object.assign(new Error('The connection was closed'), { code: 'ECONNRESET' })))
    signal.addEventListener('abort', onAbort)
    socket.on('error', onError)
    socket.once('close', onClose)
    socket.once(event, () => finish(() => resolve(socket)))
    if (signal.aborted) onAbort()
  })
}

/** The name that the certificate must carry; an address is compared with the certificate's addresses instead (no SNI). */
function serverName(host: string): string | undefined {
  return isIP(host.replace(/^\[(.*)\]$/, '$1')) === 0 ? host.replace(/\.$/, '') : undefined
}

function reachFailure(error: NodeJS.ErrnoException, place: Place): ReadFailure {
  if (error.code === 'ECONNREFUSED') return fail('connection-refused', { ...place }, error)
  if (error.code === 'ETIMEDOUT') return fail('network-unreachable', { ...place }, error)
  if (error.code === 'ECONNRESET') return fail('connection-lost', { ...place }, error)
  return fail('network-unreachable', { ...place }, error)
}

const unknownAuthority = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
  // Another authority of the same name: its key does not fit the signature.
  'CERT_SIGNATURE_FAILURE',
])
const outOfTime = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])

/** Whether only the certificate itself can say whose it is, or since and until when it is valid. */
const needsALook = ({ code = '' }: NodeJS.ErrnoException) => unknownAuthority.has(code) || outOfTime.has(code)

/** What Node's TLS error means (`tls` documentation, X509 certificate error codes). */
function securityFailure(
  error: NodeJS.ErrnoException,
  { host, port }: Place,
  facts: CertificateFacts | null,
): ReadFailure {
  const code = error.code ?? ''
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return nameMismatch(error, host)
  if (unknownAuthority.has(code)) {
    if (!facts) return fail('certificate-unknown-authority', { issuer: '?' }, error)
    return fail('certificate-unknown-authority', { issuer: facts.issuer || '?', pin: facts.pin }, error)
  }
  if (facts && outOfTime.has(code)) return outOfTimeFailure(error, facts)
  const isTransport = code === '' || /^(E[A-Z]+$|ERR_SSL)/.test(code)
  if (!isTransport) return fail('certificate-invalid', { reason: code }, error)
  return fail('not-tls', { host, port }, error)
}

function outOfTimeFailure(error: NodeJS.ErrnoException, { validFrom, validTo }: CertificateFacts): ReadFailure {
  if (error.code === 'CERT_HAS_EXPIRED') return fail('certificate-expired', { validTo: Date.parse(validTo) }, error)
  return fail('certificate-not-yet-valid', { validFrom: Date.parse(validFrom) }, error)
}

function nameMismatch(error: Error, host: string): ReadFailure {
  const certificate = (error as Error & { cert?: Parameters<typeof factsOf>[0] }).cert
  if (!certificate?.valid_to) return fail('certificate-name-mismatch', { host, names: '?' }, error)
  const { names, pin } = factsOf(certificate)
  return fail('certificate-name-mismatch', { host, names: names.slice(0, 3).join(', '), pin }, error)
}
