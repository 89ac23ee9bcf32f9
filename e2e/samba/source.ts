import { readFileSync } from 'node:fs'
import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import type { Limits } from '@/lib/directory/ldap/limits'
import { Secret } from '@/lib/directory/secret'
import type { DirectorySource } from '@/lib/directory/source'
import { networkPolicy } from '@/lib/network/policy'
import { reader } from './company'
import type { DomainController } from './domain-controller'

export type Connecting = {
  baseDn: string
  security?: 'starttls'
  pins?: string[]
  ca?: null
  userId?: string
  password?: string
}

/** The domain as a connector reads it: by the service account over LDAPS, unless a test wants it otherwise. */
export function sourceOf(
  { port: securePort, plainPort, certificates }: DomainController,
  { password = reader.password, ...connecting }: Connecting,
  deadlines: Partial<Limits> = {},
): DirectorySource {
  const port = connecting.security ? plainPort : securePort
  const policy = networkPolicy({
    DATABASE_URL: undefined,
    ENROLLMENT_DIRECTORY_NETWORKS: '127.0.0.0/8',
    ENROLLMENT_DIRECTORY_PORTS: String(port),
    ENROLLMENT_HOSTING: undefined,
    ENROLLMENT_SAMPLE_DIRECTORY: undefined,
  })
  const connection = {
    hosts: [{ host: '127.0.0.1', port }],
    security: 'ldaps' as const,
    ca: readFileSync(certificates.caFile, 'utf8'),
    userId: reader.userId,
    ...connecting,
  }
  return createLdapSource({ connection, password: new Secret(password) }, { policy, deadlines })
}
