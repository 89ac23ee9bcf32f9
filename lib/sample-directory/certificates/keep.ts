import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Issued, issueAuthority, issueServer } from './issue'

/** What a TLS server needs, and the authority that its clients need. */
export type ServerIdentity = { keyPem: string; certificatePem: string; caPem: string }

const day = 86_400_000
const authorityName = 'Enrollment Sample Directory CA'

/**
 * The server's key and certificate. With a folder, the authority is kept in it, so that clients that trust it go on doing so
 * after a restart; it is renewed when it ends within 30 days. The server's certificate is new each time.
 */
export async function serverIdentity(
  hosts: readonly string[],
  folder: string | null,
  now: Date,
): Promise<ServerIdentity> {
  const kept = folder === null ? null : await loadAuthority(folder, now)
  const authority = kept ?? issueAuthority(authorityName, span(now, 3_650))
  if (folder !== null && !kept) await saveAuthority(folder, authority)
  const server = issueServer(hosts, { name: authorityName, ...authority }, span(now, 365))
  return { keyPem: privatePem(server.privateKey), certificatePem: server.pem, caPem: authority.pem }
}

/** Starts a day early, because clocks of two machines differ. */
const span = (now: Date, days: number) => ({
  from: new Date(now.getTime() - day),
  to: new Date(now.getTime() + days * day),
})

const privatePem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
export const authorityFile = (folder: string): string => join(folder, 'ca.pem')
const keyFile = (folder: string) => join(folder, 'ca.key')

async function saveAuthority(folder: string, authority: Issued): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(keyFile(folder), privatePem(authority.privateKey), { mode: 0o600 })
  await writeFile(authorityFile(folder), authority.pem)
}

/** null when there is none, it is damaged, does not fit its key or ends soon. */
async function loadAuthority(folder: string, now: Date): Promise<Issued | null> {
  try {
    const [pem, key] = await Promise.all([readFile(authorityFile(folder), 'utf8'), readFile(keyFile(folder), 'utf8')])
    const certificate = new X509Certificate(pem)
    const privateKey = createPrivateKey(key)
    const fresh = new Date(certificate.validTo).getTime() - now.getTime() > 30 * day
    return fresh && certificate.checkPrivateKey(privateKey)
      ? { pem, privateKey, publicKey: createPublicKey(privateKey) }
      : null
  } catch {
    return null
  }
}
