import { recordAudit } from '@/lib/audit/record'
import type { Configuration } from '@/lib/config-file/write-config-file'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { ExclusionSettings } from '@/lib/settings/exclusions'
import { listConnectors, readConnector, readVersion } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { findAccounts, findGroups } from '@/lib/store/protected-names'
import type { Actor } from './actor'
import { groupsCalled, isId, writtenAs } from './resolve-exclusions'

/**
 * The live configuration of a connector, ready to be written to a file, and who took it along. Faults: `connector-unknown`,
 * `connector-not-live`.
 */
export function exportConfiguration(
  organizationId: string,
  actor: Actor,
  connectorId: string,
): Promise<Outcome<Configuration & { version: number }>> {
  return inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    const organization = await readOrganization(tx)
    if (!connector || !organization) return refused('connector-unknown')
    const { name, kind, schedule, version } = connector
    const live = version === null ? null : await readVersion(tx, connectorId, version)
    if (!live) return refused('connector-not-live', { name })
    await recordAudit(tx, {
      actor,
      event: 'connector.exported',
      target: { kind: 'connector', id: connectorId },
      connectorVersion: live.version,
    })
    const { settings } = live
    const names = await namesOf(tx, settings.exclusions.protected)
    const { timeZone } = organization
    const others = new Map((await listConnectors(tx)).map(one => [one.id, one.name]))
    const precedence = organization.precedence.flatMap(id => others.get(id) ?? [])
    return done({ name, kind, settings, schedule, timeZone, precedence, names, version: live.version })
  })
}

/** Whether it can stand in a file as it is and is taken for no id. */
const isWord = (text: string | null): text is string =>
  text !== null && text !== '' && text === text.trim() && !isId(text)

/** Accounts by their addresses, groups by whatever means nothing else. */
async function namesOf(
  tx: OrganizationTransaction,
  { accounts, groups }: ExclusionSettings['protected'],
): Promise<Configuration['names']> {
  const found = await findAccounts(tx, { ids: accounts.map(({ accountId }) => accountId), keys: [] })
  const own = await findGroups(tx, { ids: groups.map(({ groupId }) => groupId), names: [] })
  const candidates = own.map(({ id, name, address }) => ({
    id,
    words: [name, address].filter(isWord),
  }))
  const known = await findGroups(tx, { ids: [], names: writtenAs(candidates.flatMap(({ words }) => words)) })
  return {
    accounts: new Map(found.map(({ id, key }) => [id, key])),
    groups: new Map(
      candidates.flatMap(({ id, words }) => {
        const word = words.find(one => groupsCalled(known, one).every(group => group.id === id))
        return word === undefined ? [] : [[id, word]]
      }),
    ),
  }
}
