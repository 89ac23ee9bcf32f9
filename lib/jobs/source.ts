import { loadTarget } from '@/lib/connectors/load-target'
import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import type { DirectorySource } from '@/lib/directory/source'
import { env } from '@/lib/env'
import { networkPolicy } from '@/lib/network/policy'
import { inOrganization } from '@/lib/store/organization'

/**
 * The portal's own reader for a connector's version or draft.
 * @throws SecretMissing when no password was typed for this target
 */
export async function openSource(
  organizationId: string,
  connectorId: string,
  version: number | 'draft',
): Promise<DirectorySource> {
  const target = await inOrganization(organizationId, tx => loadTarget(tx, connectorId, version))
  return createLdapSource(target, { policy: networkPolicy(env()) })
}
