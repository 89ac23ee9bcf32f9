import { createAgentSource } from '@/lib/agents/agent-source'
import { type LoadedTarget, loadTarget } from '@/lib/connectors/load-target'
import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import type { DirectorySource } from '@/lib/directory/source'
import { env } from '@/lib/env'
import { networkPolicy } from '@/lib/network/policy'
import { inOrganization } from '@/lib/store/organization'

/** A reader, which values it reads with, and the server it goes to first. */
export type OpenedSource = Pick<LoadedTarget, 'hash' | 'credentials'> & { source: DirectorySource; host: string }

/**
 * Whoever reads for a connector's version or draft: the portal itself, or the agents in the intranet.
 * @param asker who it reads for, `run:…` or `job:…`: an agent's upload is found by it when the same work is resumed
 * @throws SecretMissing when no password was typed for this target
 */
export async function openSource(
  organizationId: string,
  connectorId: string,
  version: number | 'draft',
  asker: `${'run' | 'job'}:${string}`,
): Promise<OpenedSource> {
  const loaded = await inOrganization(organizationId, tx => loadTarget(tx, connectorId, version))
  const { connection, target, hash, credentials } = loaded
  const host = connection.hosts[0]?.host.toLowerCase() ?? ''
  const source = target
    ? createLdapSource(target, { policy: networkPolicy(env()) })
    : createAgentSource({ organizationId, connectorId, asker, baseDn: connection.baseDn })
  return { source, hash, credentials, host }
}

function refuse(): never {
  throw new Error('This run has nothing to ask of a directory')
}

/** For work that asks nothing of a directory. */
export const noDirectory: DirectorySource = {
  probe: refuse,
  browse: refuse,
  import: refuse,
  lookUp: refuse,
  find: refuse,
  identify: refuse,
  describeObjects: refuse,
  describeAttributes: refuse,
  findUnits: refuse,
  resolveUnits: refuse,
}
