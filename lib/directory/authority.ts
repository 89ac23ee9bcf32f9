import { X509Certificate } from 'node:crypto'
import type { Outcome } from '@/lib/outcome'
import type { SettingFault } from '@/lib/settings/connection'

export type Authority = {
  /** The certificates in PEM, one after the other, without anything that stood around them. */
  pem: string
  /** The first certificate's subject, on one line. */
  subject: string
  /** ISO 8601, the earliest end among them. */
  validTo: string
}

const largest = 65_536
const pemBlock = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[\s\S]*?-----END (?:X509 |TRUSTED )?CERTIFICATE-----/g

/**
 * Reads the certificate of a company's own authority as uploaded: PEM (one or several) or DER.
 * Refused: over 64 kB, unreadable, with a private key inside, a server's own certificate (no CA:TRUE), expired.
 */
export function readAuthority(bytes: Uint8Array | string, now = new Date()): Outcome<Authority> {
  const content = Buffer.from(bytes)
  if (content.length > largest) return refuse('certificate-too-large', { bytes: content.length })
  const text = content.toString('latin1')
  if (holdsPrivateKey(text, content)) return refuse('certificate-holds-private-key')
  const certificates = parseCertificates(text, content)
  if (certificates.length === 0) return refuse('certificate-unreadable')
  return judge(certificates, now)
}

function judge(certificates: X509Certificate[], now: Date): Outcome<Authority> {
  for (const certificate of certificates) {
    const subject = oneLine(certificate.subject)
    if (!certificate.ca) return refuse('certificate-is-leaf', { subject })
    if (new Date(certificate.validTo) <= now)
      return refuse('certificate-expired', { subject, validTo: new Date(certificate.validTo).toISOString() })
  }
  const ends = certificates.map(certificate => new Date(certificate.validTo).toISOString()).sort()
  return {
    ok: true,
    value: {
      pem: certificates.map(certificate => certificate.toString()).join(''),
      subject: oneLine(certificates[0]?.subject),
      validTo: ends[0] ?? '',
    },
  }
}

function parseCertificates(text: string, content: Buffer): X509Certificate[] {
  try {
    const blocks = text.match(pemBlock)
    if (blocks) return blocks.map(block => new X509Certificate(block))
    return [new X509Certificate(content)]
  } catch {
    return []
  }
}

/** PEM says so in words; in DER, PKCS #8, PKCS #1 and SEC 1 all begin with a version number where a certificate has a sequence. */
function holdsPrivateKey(text: string, content: Buffer): boolean {
  if (/PRIVATE KEY-----/.test(text)) return true
  if (content[0] !== 0x30 || content.length < 10) return false
  const lengthBytes = (content[1] ?? 0) & 0x80 ? (content[1] ?? 0) & 0x7f : 0
  const body = 2 + lengthBytes
  return content[body] === 0x02 && content[body + 1] === 0x01 && (content[body + 2] ?? 9) <= 3
}

const oneLine = (name: string | undefined) => (name ?? '').split('\n').filter(Boolean).join(', ')

const refuse = (code: SettingFault, args: Record<string, string | number> = {}): Outcome<never> => ({
  ok: false,
  faults: [{ code, args }],
})
