import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { AllowedAddress } from '@/lib/network/policy'
import type { ReadFailure } from '../read-fault'
import { type CertificateFacts, factsOf, lookAtRefusedCertificate } from './certificate'
import { abortFailure, fail, type Place, timeout } from './faults'

export type SecureAddress = Place & {
  /** Checked and pinned by the network policy, in the order to try. */
  addresses: readonly AllowedAddress[]
  /** PEM of the company's own authority, or null for the public ones. */
  ca: string | null
}

export type SecureOptions = {
  milliseconds: number
  signal: AbortSignal
  /** Told when TCP is up, before TLS. */
  onPort?: (address: string) => void
}

/** Connects to the first address that answers and verifies its certificate. Never without verification. @throws ReadFailure */
export async function openSecureSocket(target: SecureAddress, options: SecureOptions): Promise<TLSSocket> {
  let first: ReadFailure | undefined
  for (const { address } of target.addresses) {
    try {
      return await connectTo(address, target, options)
    } catch (error) {
      const failure = error as ReadFailure
      if (!unreachable.has(failure.fault.code)) throw failure
      first ??= failure
    }
  }
  throw first ?? fail('name-not-found', { host: target.host })
}

const unreachable = new Set(['connection-refused', 'connection-timeout', 'network-unreachable'])

function connectTo(address: string, target: SecureAddress, options: SecureOptions): Promise<TLSSocket> {
  if (options.signal.aborted) return Promise.reject(abortFailure(options.signal))
  const servername = serverName(target.host)
  return new Promise((resolve, reject) => {
    let isPortOpen = false
    const socket = connect({
      host: address,
      port: target.port,
      ...(servername === undefined ? {} : { servername }),
      // An issuing authority without its root is enough when the company says that this is the one it trusts.
      ...(target.ca === null ? {} : { ca: target.ca, allowPartialTrustChain: true }),
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    })
    const finish = (settle: () => void) => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', onAbort)
      socket.removeListener('error', onError)
      settle()
    }
    const refuse = (failure: ReadFailure) =>
      finish(() => {
        socket.on('error', () => undefined)
        socket.destroy()
        reject(failure)
      })
    const onAbort = () => refuse(abortFailure(options.signal))
    const onError = (error: NodeJS.ErrnoException) => {
      if (!isPortOpen) return refuse(reachFailure(error, target, options))
      if (!needsALook(error)) return refuse(securityFailure(error, target, null))
      void lookAtRefusedCertificate({ address, port: target.port, servername }, options.milliseconds).then(facts =>
        refuse(securityFailure(error, target, facts)),
      )
    }
    const timer = setTimeout(() => refuse(timeout(target, options.milliseconds)), options.milliseconds)
    options.signal.addEventListener('abort', onAbort)
    socket.on('error', onError)
    socket.once('connect', () => {
      isPortOpen = true
      options.onPort?.(address)
    })
    socket.once('secureConnect', () => finish(() => resolve(socket)))
  })
}

/** The name that the certificate must carry; an address is compared with the certificate's addresses instead (no SNI). */
function serverName(host: string): string | undefined {
  return isIP(host.replace(/^\[(.*)\]$/, '$1')) === 0 ? host.replace(/\.$/, '') : undefined
}

function reachFailure(error: NodeJS.ErrnoException, place: Place, options: SecureOptions): ReadFailure {
  const { host, port } = place
  if (error.code === 'ECONNREFUSED') return fail('connection-refused', { host, port }, error)
  if (error.code === 'ETIMEDOUT') return timeout({ host, port }, options.milliseconds, error)
  if (error.code === 'ECONNRESET') return fail('connection-lost', { host, port }, error)
  return fail('network-unreachable', { host, port }, error)
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
  if (unknownAuthority.has(code)) return fail('certificate-unknown-authority', { issuer: facts?.issuer || '?' }, error)
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
  const names = certificate?.valid_to ? factsOf(certificate).names.slice(0, 3).join(', ') : '?'
  return fail('certificate-name-mismatch', { host, names }, error)
}
