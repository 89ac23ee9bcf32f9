import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type Authority = { caFile: string; keyFile: string; folder: string }
export type Certificates = { caFile: string; certFile: string; keyFile: string }

const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' })
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** An authority of its own, in PEM files in a new folder. */
export function makeAuthority(folder: string, name: string): Authority {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [caFile, keyFile] = [path.join(folder, 'ca.pem'), path.join(folder, 'ca.key')]
  openssl('req', '-x509', ...newKey, '-days', '30', '-subj', `/CN=${name}`, '-keyout', keyFile, '-out', caFile)
  return { caFile, keyFile, folder }
}

/** A server's certificate signed by an authority, for names such as `DNS:dc1.lab.example` and `IP:127.0.0.1`. */
export function issueCertificate(authority: Authority, names: readonly string[]): Certificates {
  const file = (ending: string) => path.join(authority.folder, `${names.join('-').replaceAll(':', '-')}.${ending}`)
  const [keyFile, certFile] = [file('key'), file('pem')]
  openssl('req', ...newKey, '-subj', '/CN=dc1.lab.example', '-keyout', keyFile, '-out', file('request'))
  writeFileSync(file('names'), `subjectAltName=${names.join()}\n`)
  const signer = ['-CA', authority.caFile, '-CAkey', authority.keyFile, '-CAcreateserial', '-days', '30']
  openssl('x509', '-req', '-in', file('request'), ...signer, '-extfile', file('names'), '-out', certFile)
  chmodSync(keyFile, 0o600)
  return { caFile: authority.caFile, certFile, keyFile }
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
