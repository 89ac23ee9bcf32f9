import type { KeyObject } from 'node:crypto'
import { type Issued, issueAuthority, issueServer } from '@/lib/sample-directory/certificates/issue'

const validity = () => ({ from: new Date(Date.now() - 86_400_000), to: new Date(Date.now() + 86_400_000) })

/** An authority of a test: its certificate, and the certificates that it gives servers. */
export function authority(name: string) {
  const issued: Issued = issueAuthority(name, validity())
  return {
    pem: issued.pem,
    /** What a TLS server of this name needs. */
    server(host: string) {
      const { pem, privateKey } = issueServer([host], { name, ...issued }, validity())
      return { cert: pem, key: pemOf(privateKey) }
    },
  }
}
export type Authority = ReturnType<typeof authority>

const pemOf = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
