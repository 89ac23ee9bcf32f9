import https from 'node:https'
import type { TLSSocket } from 'node:tls'
import { certificateFacts } from '@/lib/directory/ldap/certificate'
import { proxyInUse } from './network'

const untrusted = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_GET_ISSUER_CERT',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
])

/** What the parts of an error say, as far as they say it. */
type Cause = { code?: unknown; name?: string; message?: string; hostname?: unknown; port?: unknown; cause?: unknown }

/** What kept a request from its answer, in a sentence with what to do. */
export async function whyUnreachable(url: URL, error: unknown): Promise<string> {
  const cause = innermost(error as Cause)
  const code = String(cause.code ?? cause.name)
  const place = `${url.hostname} on port ${portOf(url)}`
  const refused = /Proxy response \((\d+)\)/.exec(cause.message ?? '')?.[1]
  if (refused) return whyProxyRefused(url, refused)
  if (untrusted.has(code)) return whyUntrusted(url, code, await issuerSeen(url))
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `The certificate that ${url.hostname} shows is for another name. Check the portal's address, and whether a proxy answers in its place.`
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return `The certificate that ${url.hostname} shows is not valid now (${code}). Check this machine's clock, and the portal's certificate.`
  if (isAboutProxy(url, cause))
    return `The proxy ${proxyName()} was not reached (${code}). Check HTTPS_PROXY, and whether the proxy runs.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The name ${url.hostname} was not found. Check the portal's address and this machine's name server; where only a proxy leads out, name it in HTTPS_PROXY.`
  if (code === 'ECONNREFUSED')
    return `${place} refuses the connection. Check the portal's address, the firewall and the proxy (HTTPS_PROXY).`
  return `${place} was not reached (${code}). Check the firewall and the proxy (HTTPS_PROXY).`
}

const innermost = (error: Cause): Cause => (error.cause instanceof Error ? innermost(error.cause) : error)
const portOf = ({ port, protocol }: URL): number => Number(port) || (protocol === 'http:' ? 80 : 443)

/** Without the account that may stand in front of it. */
const proxyName = (): string => proxyInUse()?.host ?? 'in HTTPS_PROXY'

/** Whether the connection that failed was the one to the proxy. */
function isAboutProxy(url: URL, { hostname, port }: Cause): boolean {
  const proxy = proxyInUse()
  if (!proxy || proxy.hostname === url.hostname) return false
  return hostname === proxy.hostname || (portOf(proxy) !== portOf(url) && Number(port) === portOf(proxy))
}

/** The proxy's answer to CONNECT (RFC 9110 §9.3.6) was none of 2xx. */
function whyProxyRefused(url: URL, status: string): string {
  if (status === '407')
    return `The proxy ${proxyName()} wants a name and a password, and those in HTTPS_PROXY are missing or wrong (407). Write them into it, like http://name:password@proxy.example.com:8080; signs such as @ and : are written as %40 and %3A.`
  return `The proxy ${proxyName()} does not let this machine reach ${url.hostname} (${status}). Have ${url.hostname} on port ${portOf(url)} allowed there.`
}

function whyUntrusted({ hostname }: URL, code: string, issuer: string | null): string {
  const signed = issuer ? `is signed by “${issuer}”, which` : 'is signed by an authority that'
  return `The certificate that ${hostname} shows ${signed} this machine does not know (${code}). Most often a proxy looks into the connection: exclude ${hostname} from its inspection, or put the proxy's authority into a file and name it in ENROLLMENT_AGENT_CA_FILE.`
}

/** Milliseconds for a look at a certificate. */
const patience = 5_000

/**
 * Who signed the certificate that is shown there; null when none is. Only for the message: the connection is given up as soon
 * as the certificate is seen, and the request, which is never ended, is not sent.
 */
function issuerSeen(url: URL): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const request = https.request(new URL('/', url), { rejectUnauthorized: false, timeout: patience })
  request.on('error', () => resolve(null))
  request.on('timeout', () => request.destroy())
  request.on('close', () => resolve(null))
  request.on('socket', socket => {
    const look = () => {
      resolve(certificateFacts(socket as TLSSocket)?.issuer || null)
      request.destroy()
    }
    if (certificateFacts(socket as TLSSocket)) look()
    else socket.once('secureConnect', look)
  })
  return promise
}
