import { networkPolicy } from '@/lib/network/policy'
import type { SampleDirectory } from '@/lib/sample-directory/server'
import { sampleCredentials } from '@/lib/sample-directory/settings'
import { createLdapSource } from '../ldap/ldap-source'
import { Secret } from '../secret'
import type { DirectorySource } from '../source'

/** The reader, pointed at a sample directory. */
export function sampleSource(
  { port, caPem }: Pick<SampleDirectory, 'port' | 'caPem'>,
  {
    userId = sampleCredentials.userId,
    pageSize = 100,
    people = null,
  }: { userId?: string; pageSize?: number; people?: string | null } = {},
): DirectorySource {
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
    ...{ ca: caPem, baseDn: null, userId },
  }
  return createLdapSource(
    { connection, password: new Secret(sampleCredentials.password) },
    { policy, pageSize, people },
  )
}
