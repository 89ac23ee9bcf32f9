import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Certificates = { caFile: string; certFile: string; keyFile: string }

/** An authority of its own and a server certificate for 127.0.0.1 signed by it, in PEM files. */
export function makeCertificates(folder: string): Certificates {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = (name: string) => path.join(folder, name)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' })
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl(
    'req',
    '-x509',
    ...newKey,
    '-days',
    '30',
    '-subj',
    '/CN=Lab Authority',
    '-keyout',
    file('ca.key'),
    '-out',
    file('ca.pem'),
  )
  openssl('req', ...newKey, '-subj', '/CN=dc1.lab.example', '-keyout', file('key.pem'), '-out', file('request.pem'))
  writeFileSync(file('names'), 'subjectAltName=DNS:dc1.lab.example,IP:127.0.0.1\n')
  const sign = [
    '-CA',
    file('ca.pem'),
    '-CAkey',
    file('ca.key'),
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    file('names'),
  ]
  openssl('x509', '-req', '-in', file('request.pem'), ...sign, '-out', file('cert.pem'))
  chmodSync(file('key.pem'), 0o600)
  return { caFile: file('ca.pem'), certFile: file('cert.pem'), keyFile: file('key.pem') }
}

/** Puts them where Samba looks. */
export function installCertificates({ caFile, certFile, keyFile }: Certificates, folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const put = (from: string, name: string) => copyFileSync(from, path.join(folder, name))
  put(caFile, 'ca.pem')
  put(certFile, 'cert.pem')
  put(keyFile, 'key.pem')
  chmodSync(path.join(folder, 'key.pem'), 0o600)
}
