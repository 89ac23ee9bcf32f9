import type { Fault, Outcome } from '@/lib/outcome'
import { done, refused } from '@/lib/outcome'
import { type Connector, readConnector } from '@/lib/store/connectors'
import { verifiedDomains } from '@/lib/store/domains'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { secretFor } from './secret'
import { connectionHash } from './target'

/** What keeps a draft from its preview, as codes of lib/words/en/connectors.json. */
export const readinessCodes = [
  'connection-missing',
  'secret-missing',
  'connection-not-tested',
  'organizational-units-missing',
  'no-verified-domain',
] as const

/** Everything that keeps this connector's draft from a preview; empty = ready. Fault: `connector-unknown`. */
export function readiness(organizationId: string, connectorId: string): Promise<Outcome<Fault[]>> {
  return inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    return connector ? done(await draftFaults(tx, connector)) : refused('connector-unknown')
  })
}

/** As `readiness`, inside a transaction. */
export async function draftFaults(tx: OrganizationTransaction, connector: Connector): Promise<Fault[]> {
  const { connection, organizationalUnits } = connector.draft
  const secret = connection ? await secretFor(tx, connector, connection, 'draft') : null
  const tested = connection && secret && connector.testedHash === connectionHash(connection, secret.sealed)
  const faults: [boolean, (typeof readinessCodes)[number]][] = [
    [!connection, 'connection-missing'],
    [connection !== null && !secret, 'secret-missing'],
    [secret !== null && !tested, 'connection-not-tested'],
    [!organizationalUnits, 'organizational-units-missing'],
    [(await verifiedDomains(tx)).length === 0, 'no-verified-domain'],
  ]
  return faults.filter(([applies]) => applies).map(([, code]) => ({ code, args: {} }))
}
