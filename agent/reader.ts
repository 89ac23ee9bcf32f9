import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectorySource } from '@/lib/directory/source'
import { networkPolicy } from '@/lib/network/policy'
import type { AgentEnvironment } from './env'
import { limitSource } from './limited-source'
import { readPassword } from './password'
import type { AgentSettings } from './settings'

/**
 * The portal's own reader, with this machine's settings and password, within this machine's limits.
 * @param baseDn what the portal wants to search; null = what is set here @throws ReadFailure `agent-not-configured`
 */
export function openReader(
  folder: string,
  settings: AgentSettings,
  environment: AgentEnvironment,
  baseDn: string | null,
): DirectorySource {
  const password = readPassword(folder, environment.CREDENTIALS_DIRECTORY)
  if (!settings.connection || !password)
    throw new ReadFailure({ code: 'agent-not-configured', args: { agent: settings.name } })
  const connection = { ...settings.connection, baseDn: baseDn ?? settings.connection.baseDn }
  const policy = networkPolicy({
    ENROLLMENT_HOSTING: 'self-hosted',
    ENROLLMENT_DIRECTORY_NETWORKS: environment.ENROLLMENT_DIRECTORY_NETWORKS,
    ENROLLMENT_DIRECTORY_PORTS: environment.ENROLLMENT_DIRECTORY_PORTS,
    DATABASE_URL: undefined,
    ENROLLMENT_SAMPLE_DIRECTORY: undefined,
  })
  return limitSource(
    createLdapSource(
      { connection, password },
      { policy, people: settings.limits.filter, places: settings.limits.baseDns },
    ),
    settings.limits,
    connection.baseDn,
  )
}
