import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import * as der from './der'

/** Who vouches for a certificate: its name and the key it signs with. */
export type Issuer = { name: string; privateKey: KeyObject; publicKey: KeyObject }
export type Issued = { pem: string; privateKey: KeyObject; publicKey: KeyObject }
export type Validity = { from: Date; to: Date }

const oids = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  alternativeNames: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
} as const

/** A new authority that signs itself and may sign servers, but no further authorities. */
export function issueAuthority(name: string, validity: Validity): Issued {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const extensions = [
    extension(oids.basicConstraints, der.sequence(der.boolean(true), der.integer(0)), true),
    // keyCertSign and cRLSign are the bits 5 and 6 (RFC 5280 §4.2.1.3).
    extension(oids.keyUsage, der.bits(Buffer.from([0b0000_0110]), 1), true),
  ]
  return { ...keys, pem: issue({ name, publicKey: keys.publicKey }, { name, ...keys }, validity, extensions) }
}

/** What a server's certificate may be made for beside its own new keys and purpose; tests of bad ones say. */
export type ServerOptions = {
  /** Keys that are kept when a certificate is renewed. */
  keys?: Pick<Issued, 'privateKey' | 'publicKey'>
  purpose?: 'serverAuthentication' | 'clientAuthentication'
}

/** A server's certificate for DNS names and IP addresses, the first of which is also its subject. */
export function issueServer(
  hosts: readonly string[],
  issuer: Issuer,
  validity: Validity,
  { keys = generateKeyPairSync('ec', { namedCurve: 'P-256' }), purpose = 'serverAuthentication' }: ServerOptions = {},
): Issued {
  const extensions = [
    extension(oids.basicConstraints, der.sequence(), true),
    extension(oids.keyUsage, der.bits(Buffer.from([0b1000_0000]), 7), true),
    extension(oids.extendedKeyUsage, der.sequence(der.oid(oids[purpose])), false),
    extension(oids.alternativeNames, der.sequence(...hosts.map(alternativeName)), false),
  ]
  return { ...keys, pem: issue({ name: hosts[0] ?? '', publicKey: keys.publicKey }, issuer, validity, extensions) }
}

function alternativeName(host: string): Buffer {
  if (isIP(host) === 4) return der.implicit(7, Buffer.from(host.split('.').map(Number)))
  if (isIP(host) === 6 && host === '::1') return der.implicit(7, Buffer.concat([Buffer.alloc(15), Buffer.from([1])]))
  return der.implicit(2, Buffer.from(host, 'ascii'))
}

/** X.509 version 3 (RFC 5280 §4.1). */
function issue(
  subject: { name: string; publicKey: KeyObject },
  issuer: Issuer,
  validity: Validity,
  extensions: Buffer[],
): string {
  const algorithm = der.sequence(der.oid(oids.ecdsaWithSha256))
  const body = der.sequence(
    der.explicit(0, der.integer(2)),
    der.integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    algorithm,
    nameOf(issuer.name),
    der.sequence(der.time(validity.from), der.time(validity.to)),
    nameOf(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, der.sequence(...extensions, ...keyIdentifiers(subject.publicKey, issuer.publicKey))),
  )
  const signature = sign('sha256', body, issuer.privateKey)
  const text = der.sequence(body, algorithm, der.bits(signature)).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${text.replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`
}

const nameOf = (name: string) => der.sequence(der.set(der.sequence(der.oid(oids.commonName), der.utf8(name))))

function extension(id: string, content: Buffer, critical: boolean): Buffer {
  return der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octets(content))
}

function keyIdentifiers(subject: KeyObject, issuer: KeyObject): Buffer[] {
  const identifier = (key: KeyObject) =>
    createHash('sha1')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest()
  return [
    extension(oids.subjectKey, der.octets(identifier(subject)), false),
    extension(oids.authorityKey, der.sequence(der.implicit(0, identifier(issuer))), false),
  ]
}
