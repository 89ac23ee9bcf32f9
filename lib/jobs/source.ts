import { loadTarget } from '@/lib/connectors/load-target'
import { draftHash } from '@/lib/connectors/secret'
import { createLdapSource } from '@/lib/directory/ldap/ldap-source'
import type { DirectorySource, DirectoryTarget } from '@/lib/directory/source'
import { env } from '@/lib/env'
import { networkPolicy } from '@/lib/network/policy'
import { inOrganization } from '@/lib/store/organization'

/**
 * The portal's own reader for a connector's version.
 * @throws SecretMissing when no password was typed for this target
 */
export async function openSource(
  organizationId: string,
  connectorId: string,
  version: number,
): Promise<DirectorySource> {
  return sourceFor(await inOrganization(organizationId, tx => loadTarget(tx, connectorId, version)))
}

/**
 * The reader for the draft as it stands at this moment, and the hash that names this state of it.
 * @throws SecretMissing
 */
export async function openDraft(
  organizationId: string,
  connectorId: string,
): Promise<{ source: DirectorySource; hash: string }> {
  const { target, hash } = await inOrganization(organizationId, async tx => {
    const loaded = await loadTarget(tx, connectorId, 'draft')
    return { target: loaded, hash: await draftHash(tx, connectorId, loaded.connection) }
  })
  return { source: sourceFor(target), hash }
}

const sourceFor = (target: DirectoryTarget) => createLdapSource(target, { policy: networkPolicy(env()) })
