import { recordAudit } from '@/lib/audit/record'
import type { ConfigFile } from '@/lib/config-file/config-file'
import { readConfigFile } from '@/lib/config-file/read-config-file'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import type { ConnectionSettings } from '@/lib/settings/connection'
import { type ConnectorDraft, ConnectorSettings } from '@/lib/settings/connector'
import { type Connector, readConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import type { Actor } from './actor'
import { connectionFor, inclusionOf, type LookedUp, listsOf, unitsOf } from './draft-of-file'
import { lockEditable } from './editable'
import { type Known, knownOf, lookedAt } from './known-configuration'
import { readLookedUp } from './look-up-names'
import { resolveExclusions } from './resolve-exclusions'
import { raising } from './save-safety'
import { mappingFaultsOf } from './schema-of-file'
import { draftHash, secretFor } from './secret'

/** A draft as a file would make it. `notes`: what the file says and a draft does not hold, or what has to follow. */
export type ImportedDraft = {
  kind: Connector['kind']
  draft: ConnectorDraft
  /** What runs go by now; null = nothing is live. */
  live: ConnectorSettings | null
  /** What they would go by. */
  after: ConnectorSettings
  notes: Fault[]
}
type May = { raise: boolean }
/** A file, and what the directory said about it: jobs of `lookUpNames`, or an agent that looked by itself. */
type Source = {
  text: string
  jobs?: readonly string[] | undefined
  looked?: LookedUp | undefined
}

/**
 * What a file would make of a connector's draft, beside what is live. Nothing is stored, and neither the
 * environment nor any file of the server is looked at. Faults with their lines: those of `readConfigFile`, `kind-differs`,
 * `agent-directory-missing`, `env-refused`,
 * `ca-file-refused`, those of `readAuthority`, `unit-needs-guid`, `list-needs-guid`, `organizational-unit-not-found`, `distribution-list-not-found`, `rule-needs-directory`, what the
 * schema has against an inclusion rule, those of `resolveExclusions`, `safety-raise-needs-owner`.
 */
export function readImport(
  organizationId: string,
  connectorId: string,
  source: Source,
  may: May,
): Promise<Outcome<ImportedDraft>> {
  return inOrganization(organizationId, async tx => {
    const connector = await readConnector(tx, connectorId)
    return connector ? draftOf(tx, connector, source, may) : refused('connector-unknown')
  })
}

/** Makes the file the connector's draft; what is live stays. Faults: `connector-unknown`, as `readImport`. */
export function saveImport(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  source: Source,
  may: May,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const locked = await lockEditable(tx, actor, connectorId)
    if (!locked.ok) return locked
    const connector = locked.value
    const imported = await draftOf(tx, connector, source, may)
    if (!imported.ok) return imported
    const { draft } = imported.value
    const tested = draft.connection && connector.testedHash === (await draftHash(tx, connector, draft.connection))
    await updateConnector(tx, connectorId, { draft, ...(tested ? {} : { testedHash: null, testedAt: null }) })
    await recordAudit(tx, {
      actor,
      event: 'connector.configuration-imported',
      target: { kind: 'connector', id: connectorId },
    })
    return done(null)
  })
}

/** As `readImport`, inside a transaction. */
export async function draftOf(
  tx: OrganizationTransaction,
  connector: Connector,
  { text, jobs = [], looked: found }: Source,
  may: May,
): Promise<Outcome<ImportedDraft>> {
  const read = readConfigFile(Buffer.from(text))
  if (!read.ok) return read
  const file = read.value
  const known = await knownOf(tx, connector)
  const connection = await connectionFor(tx, connector, file)
  const looked = lookedAt(known)
  const names = found ?? (await readLookedUp(tx, connector.id, jobs))
  const units = unitsOf(file, looked, names)
  const lists = listsOf(file, looked, names)
  const inclusion = inclusionOf(file, looked, names)
  const exclusions = await exclusionsOf(tx, file, known)
  const { faults: raised } = await raising(tx, connector, file.safety)
  const faults = [
    ...[connection, units, lists, inclusion, exclusions].flatMap(one => (one.ok ? [] : one.faults)),
    ...mappingFaultsOf(file, names.schema),
    ...(may.raise ? [] : raised),
  ]
  if (!connection.ok || !units.ok || !lists.ok || !inclusion.ok || !exclusions.ok || faults.length > 0)
    return { ok: false, faults }
  const { leaving, safety, groups, joining, mapping } = file
  const draft: ConnectorDraft = {
    ...connector.draft,
    ...{ connection: connection.value, organizationalUnits: units.value },
    ...said({ distributionLists: lists.value, inclusion: inclusion.value, exclusions: exclusions.value }),
    ...said({ leaving, safety, groups, joining, mapping: mapping?.settings }),
  }
  const after = ConnectorSettings.parse({ ...known.settings, ...draft })
  return done({
    ...{ kind: connector.kind, draft },
    ...{ live: known.live, after },
    notes: await notesOf(tx, connector, file, connection.value),
  })
}

/** Without what the file says nothing about. */
const said = <T extends Record<string, unknown>>(parts: T): Partial<T> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as Partial<T>

async function exclusionsOf(
  tx: OrganizationTransaction,
  { exclusions }: ConfigFile,
  { settings }: Known,
): Promise<Outcome<ConnectorSettings['exclusions'] | undefined>> {
  if (exclusions === undefined) return done(undefined)
  const before = ConnectorSettings.shape.exclusions.parse(settings?.exclusions ?? {})
  return resolveExclusions(tx, exclusions, before)
}

/** What does not come with a draft: its name, its times, and a password for another server. */
async function notesOf(
  tx: OrganizationTransaction,
  connector: Connector,
  { name, schedule, timeZone, precedence }: ConfigFile,
  connection: ConnectionSettings,
): Promise<Fault[]> {
  const organization = await readOrganization(tx)
  const otherTimes = schedule !== undefined && JSON.stringify(schedule) !== JSON.stringify(connector.schedule)
  const otherZone = timeZone !== undefined && timeZone !== organization?.timeZone
  const password = await secretFor(tx, connector, connection, 'draft')
  return [
    ...(name === connector.name ? [] : [{ code: 'import-keeps-name', args: { name: connector.name } }]),
    ...(otherTimes || otherZone ? [{ code: 'import-keeps-schedule', args: {} }] : []),
    ...(precedence ? [{ code: 'import-keeps-precedence', args: {} }] : []),
    ...(password ? [] : [{ code: 'import-needs-password', args: {} }]),
  ]
}
