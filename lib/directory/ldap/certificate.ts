import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'

/** What people want to know of a server's certificate. */
export type CertificateFacts = {
  subject: string
  issuer: string
  /** ISO 8601. */
  validFrom: string
  validTo: string
  /** The names it is valid for. */
  names: string[]
}

/** The facts of the certificate on this connection, read from the TLS socket; null when there is none. */
export function certificateFacts(socket: TLSSocket): CertificateFacts | null {
  const certificate = socket.getPeerCertificate()
  // Node's types promise a certificate; where there is none the object is empty, or not there.
  return certificate?.valid_to ? factsOf(certificate) : null
}

export function factsOf(certificate: PeerCertificate): CertificateFacts {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFrom: isoDate(certificate.valid_from),
    validTo: isoDate(certificate.valid_to),
    names: namesOf(certificate),
  }
}

/** Whole days until the certificate ends, counted down. */
export function daysLeft(facts: CertificateFacts, now: Date): number {
  return Math.floor((Date.parse(facts.validTo) - now.getTime()) / 86_400_000)
}

/**
 * Looks at a certificate that was just refused, only to say whose it is: the connection is closed as soon as the
 * certificate is seen, and nothing is ever sent over it.
 */
export function lookAtRefusedCertificate(
  address: { address: string; port: number; servername: string | undefined },
  milliseconds: number,
): Promise<CertificateFacts | null> {
  return new Promise(resolve => {
    const socket = connect({
      host: address.address,
      port: address.port,
      ...(address.servername === undefined ? {} : { servername: address.servername }),
      rejectUnauthorized: false,
    })
    const finish = (facts: CertificateFacts | null) => {
      socket.destroy()
      resolve(facts)
    }
    socket.setTimeout(milliseconds, () => finish(null))
    socket.once('error', () => finish(null))
    socket.once('close', () => finish(null))
    socket.once('secureConnect', () => finish(certificateFacts(socket)))
  })
}

function namesOf(certificate: PeerCertificate): string[] {
  const names = [...(certificate.subjectaltname ?? '').matchAll(/(?:DNS|IP Address):("[^"]*"|[^,]+)/g)]
  const alternatives = names.map(match => (match[1] ?? '').replaceAll('"', '').trim())
  return alternatives.length > 0 ? alternatives : [nameOf(certificate.subject)]
}

function nameOf(name: PeerCertificate['subject'] | undefined): string {
  const known = name?.CN ?? name?.O ?? name?.OU ?? ''
  return Array.isArray(known) ? (known[0] ?? '') : known
}

const isoDate = (text: string) => new Date(text).toISOString()
