import { createHash } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import type { ConfigFile } from '@/lib/config-file/config-file'
import { readConfigFile } from '@/lib/config-file/read-config-file'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import type { ScheduleSettings } from '@/lib/settings/schedule'
import { type Connector, lockConnector, updateConnector } from '@/lib/store/connectors'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { supersedeWaitingRuns } from '@/lib/store/runs'
import { activateVersion } from './activate-version'
import type { Actor } from './actor'
import type { LookedUp } from './draft-of-file'
import { draftOf, type ImportedDraft } from './import-configuration'
import { knownOf, lookedAt } from './known-configuration'
import { unknownNames } from './look-up-names'
import { prepareLocked } from './prepare-version'
import { storeSchedule } from './save-schedule'
import { attributesOf, rulesOf, type Schema } from './schema-of-file'
import { draftHash } from './secret'

type Agent = Actor & { kind: 'agent' }

/** What only the directory knows: the agent that stands beside it looks by itself. */
export type AskedOfDirectory = {
  /** Where a search begins; null = where the agent was told. */
  baseDn: string | null
  units: string[]
  lists: string[]
  attributes: string[]
}

/** What a file would change, and what names exactly this: it is agreed to before anything is. */
export type Proposal = Pick<ImportedDraft, 'kind' | 'live' | 'after' | 'notes'> & {
  hash: string
  schedule: { before: ScheduleSettings | null; after: ScheduleSettings | null }
  /** Nobody but the agents' machines sets it from then on. */
  takesOver: boolean
}

/** A file, and what the directory said to what was asked. */
export type LookedFile = { text: string; looked: Pick<LookedUp, 'units' | 'lists'>; schema: Schema }

/** What has to be looked up before a file is understood. Faults: those of `readConfigFile`, and as `openToAgents`. */
export function askedOfDirectory(
  organizationId: string,
  connectorId: string,
  text: string,
): Promise<Outcome<AskedOfDirectory>> {
  return inOrganization(organizationId, async tx => {
    const open = await openToAgents(tx, connectorId)
    if (!open.ok) return open
    const read = readConfigFile(Buffer.from(text))
    if (!read.ok) return read
    const file = read.value
    const { units, lists } = unknownNames(file, lookedAt(await knownOf(tx, open.value)))
    return done({ units, lists, baseDn: file.kind === 'agent' ? file.baseDn : null, attributes: attributesOf(file) })
  })
}

/** What a file would change. Nothing is stored. Faults: those of `draftOf`, each with its line, and as `openToAgents`. */
export function proposeFromAgent(
  organizationId: string,
  actor: Agent,
  connectorId: string,
  file: LookedFile,
): Promise<Outcome<Proposal>> {
  return inOrganization(organizationId, async tx => {
    const proposed = await propose(tx, actor, connectorId, file)
    return proposed.ok ? done(proposed.value.proposal) : proposed
  })
}

/**
 * Makes a file the live configuration, all of it or nothing, and the agents' machines the only place where it is set. Its
 * first run waits for an administrator as any first run does. Faults: as `proposeFromAgent`, `configuration-changed` when
 * what was agreed to is not what would change now, and those of `readiness`.
 * @param agreed the hash of the proposal that somebody has seen
 */
export function configureFromAgent(
  organizationId: string,
  actor: Agent,
  connectorId: string,
  file: LookedFile,
  agreed: string,
): Promise<Outcome<{ version: number }>> {
  return inOrganization(organizationId, async tx => {
    const proposed = await propose(tx, actor, connectorId, file)
    if (!proposed.ok) return proposed
    const { connector, draft, proposal } = proposed.value
    if (proposal.hash !== agreed) return refused('configuration-changed')
    const prepared = await storeDraft(tx, actor, connector, draft)
    if (!prepared.ok) throw new Refused(prepared.faults)
    const { version } = prepared.value
    await activateVersion(tx, connectorId, version)
    if (connector.state === 'paused') await updateConnector(tx, connectorId, { state: 'paused' })
    // What waits for an approval was planned with another configuration, and would bring that one back.
    await supersedeWaitingRuns(tx, connectorId, 'all')
    await changeSchedule(tx, actor, connectorId, proposal.schedule)
    await recordAudit(tx, {
      actor,
      event: 'connector.configured-by-agent',
      target: { kind: 'connector', id: connectorId },
      connectorVersion: version,
      details: { agent: actor.name, takesOver: proposal.takesOver },
    })
    return done({ version })
  }).catch(error => {
    if (error instanceof Refused) return { ok: false, faults: error.faults }
    throw error
  })
}

/** Ends the transaction, so that nothing of it stays. */
class Refused extends Error {
  constructor(readonly faults: Fault[]) {
    super('refused')
  }
}

/** A connector that agents may set. Faults: `connector-unknown`, `configuration-taken-back`. */
async function openToAgents(tx: OrganizationTransaction, connectorId: string): Promise<Outcome<Connector>> {
  const connector = await lockConnector(tx, connectorId)
  if (!connector) return refused('connector-unknown')
  return connector.takenBackAt ? refused('configuration-taken-back', { name: connector.name }) : done(connector)
}

async function propose(
  tx: OrganizationTransaction,
  actor: Agent,
  connectorId: string,
  { text, looked, schema }: LookedFile,
) {
  const open = await openToAgents(tx, connectorId)
  if (!open.ok) return open
  const connector = open.value
  const read = readConfigFile(Buffer.from(text))
  if (!read.ok) return read
  const file = { text, looked: { ...looked, schema, rules: rulesOf(read.value, schema) } }
  // Whoever stands at the machine is not thereby the owner.
  const imported = await draftOf(tx, connector, file, { raise: false })
  if (!imported.ok) return imported
  const { kind, draft, live, after, notes } = imported.value
  const schedule = { before: connector.schedule, after: read.value.schedule ?? null }
  if (read.value.schedule === undefined) schedule.after = connector.schedule
  const takesOver = connector.managedBy !== actor.id
  const hash = hashOf([connector.version, after, schedule, takesOver])
  const proposal: Proposal = {
    ...{ kind, live, after, hash, schedule, takesOver },
    notes: [...notes.filter(({ code }) => !atOnce.has(code)), ...(await zoneNote(tx, read.value))],
  }
  return done({ connector, draft, proposal })
}

/** What an import leaves as it is, and a configuration from the intranet brings with it. */
const atOnce: ReadonlySet<string> = new Set(['import-keeps-schedule'])

/** The time zone is the whole organization's. */
async function zoneNote(tx: OrganizationTransaction, { timeZone }: ConfigFile): Promise<Fault[]> {
  const own = (await readOrganization(tx))?.timeZone ?? 'UTC'
  return timeZone === undefined || timeZone === own ? [] : [{ code: 'import-keeps-time-zone', args: { zone: own } }]
}

/** The agent has tested the connection before it came: by the same checks, beside the same directory. */
async function storeDraft(
  tx: OrganizationTransaction,
  actor: Agent,
  connector: Connector,
  draft: ImportedDraft['draft'],
): Promise<Outcome<{ version: number }>> {
  const testedHash = draft.connection && (await draftHash(tx, connector, draft.connection))
  const managed = { managedBy: actor.id, managedSince: connector.managedSince ?? new Date() }
  const stored = { draft, testedHash, testedAt: new Date(), ...managed }
  await updateConnector(tx, connector.id, stored)
  return prepareLocked(tx, actor, { ...connector, ...stored })
}

async function changeSchedule(
  tx: OrganizationTransaction,
  actor: Agent,
  connectorId: string,
  { before, after }: Proposal['schedule'],
): Promise<void> {
  const connector = await lockConnector(tx, connectorId)
  const zone = (await readOrganization(tx))?.timeZone ?? 'UTC'
  if (connector && JSON.stringify(before) !== JSON.stringify(after))
    await storeSchedule(tx, actor, connector, { schedule: after, zone, zoneBefore: zone })
}

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')
