import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { issueAuthority, issueServer } from '@/lib/sample-directory/certificates/issue'
import { readAuthority } from './authority'

const now = new Date('2026-11-23T00:00:00Z')
const validity = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2030-01-01T00:00:00Z') }
const authority = issueAuthority('Corp Root CA', validity)
const server = issueServer(['dc1.corp.example'], { name: 'Corp Root CA', ...authority }, validity)
const codeOf = (bytes: Uint8Array | string) => {
  const read = readAuthority(bytes, now)
  return read.ok ? 'accepted' : read.faults[0]?.code
}

describe('accepted', () => {
  test('PEM, with whatever text stands around it', () => {
    expect(readAuthority(`Corp Root CA\r\n${authority.pem.replaceAll('\n', '\r\n')}`, now)).toEqual({
      ok: true,
      value: { pem: authority.pem, subject: 'CN=Corp Root CA', validTo: '2030-01-01T00:00:00.000Z' },
    })
  })
  test('DER, which becomes the same PEM', () => {
    const { raw } = new X509Certificate(authority.pem)
    expect(readAuthority(raw, now)).toMatchObject({ ok: true, value: { pem: authority.pem } })
  })
  test('several authorities, of which the first to end decides', () => {
    const second = issueAuthority('Issuing CA', { ...validity, to: new Date('2027-01-01T00:00:00Z') })
    const read = readAuthority(authority.pem + second.pem, now)
    expect(read).toMatchObject({ ok: true, value: { subject: 'CN=Corp Root CA', validTo: '2027-01-01T00:00:00.000Z' } })
  })
})

describe('refused', () => {
  test('a server’s own certificate, alone or in a bundle', () => {
    expect(codeOf(server.pem)).toBe('certificate-is-leaf')
    expect(codeOf(authority.pem + server.pem)).toBe('certificate-is-leaf')
  })
  test('an authority that has expired', () => {
    const past = issueAuthority('Old CA', { ...validity, to: new Date('2026-06-01T00:00:00Z') })
    expect(codeOf(past.pem)).toBe('certificate-expired')
  })
  test.each([
    ['PKCS #8', authority.privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['SEC 1', authority.privateKey.export({ type: 'sec1', format: 'pem' })],
    ['PKCS #8 in DER', authority.privateKey.export({ type: 'pkcs8', format: 'der' })],
    ['SEC 1 in DER', authority.privateKey.export({ type: 'sec1', format: 'der' })],
    ['beside a certificate', authority.pem + authority.privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ])('a private key: %s', (_, content) => {
    expect(codeOf(content)).toBe('certificate-holds-private-key')
  })
  test('more than 64 kB, whatever it holds', () => {
    expect(codeOf(authority.pem + ' '.repeat(65_536))).toBe('certificate-too-large')
  })
  test.each(['', 'hello', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', '\x30\x03\x01\x01\xff'])(
    'no certificate: %j',
    content => {
      expect(codeOf(content)).toBe('certificate-unreadable')
    },
  )
})
