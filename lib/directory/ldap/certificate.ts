import { createHash, X509Certificate } from 'node:crypto'
import type { PeerCertificate, TLSSocket } from 'node:tls'

/** What people want to know of a server's certificate. */
export type CertificateFacts = {
  subject: string
  issuer: string
  /** ISO 8601. */
  validFrom: string
  validTo: string
  /** The names it is valid for. */
  names: string[]
  /** SHA-256 of its public key (SubjectPublicKeyInfo), base64: what pinning compares (RFC 7469 §2.4). */
  pin: string
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
    pin: pinOf(certificate),
  }
}

/** Whole days until the certificate ends, counted down. */
export function daysLeft(facts: CertificateFacts, now: Date): number {
  return Math.floor((Date.parse(facts.validTo) - now.getTime()) / 86_400_000)
}

function pinOf({ raw }: PeerCertificate): string {
  const key = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(key).digest('base64')
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
