import type { ConfigFile } from '@/lib/config-file/config-file'
import { readConfigFile } from '@/lib/config-file/read-config-file'
import type { DirectoryNode, NamedObject } from '@/lib/directory/source'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { readConnector } from '@/lib/store/connectors'
import { readDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { Actor } from './actor'
import { startCheckInclusion, startResolveLists, startResolveUnits } from './directory-jobs'
import { connectionFor, inclusionOf, type LookedUp, listsOf, nothingLookedUp, unitsOf } from './draft-of-file'
import { CheckInclusionRequest, InclusionCheck, ResolveUnitsRequest } from './job-request'
import { knownOf, lookedAt } from './known-configuration'
import { secretTarget } from './target'

/**
 * Asks the connector's directory for the units and lists of a file that are named by a DN which nobody has looked up yet, and
 * for its inclusion rule if that has not been checked.
 * @returns the jobs that do; none when everything is known
 * Faults: those of `readConfigFile` and of the connection in the file, `connector-unknown`, `look-up-elsewhere` when the file
 * is for another server or account than the connector's draft, and as `startCheckInclusion`.
 */
export async function lookUpNames(
  organizationId: string,
  actor: Actor,
  connectorId: string,
  text: string,
): Promise<Outcome<{ jobs: string[] }>> {
  const read = readConfigFile(Buffer.from(text))
  if (!read.ok) return read
  const asked = await inOrganization(organizationId, tx => namesToAsk(tx, connectorId, read.value))
  if (!asked.ok) return asked
  const { units, lists, rule } = asked.value
  const jobs: string[] = []
  // The rule goes first: whatever counts people tidies away jobs that have ended.
  for (const start of [
    ...(rule === null ? [] : [() => startCheckInclusion(organizationId, actor, connectorId, rule)]),
    ...(units.length === 0 ? [] : [() => startResolveUnits(organizationId, actor, connectorId, units)]),
    ...(lists.length === 0 ? [] : [() => startResolveLists(organizationId, actor, connectorId, lists)]),
  ]) {
    const started = await start()
    if (!started.ok) return started
    jobs.push(started.value.jobId)
  }
  return done({ jobs })
}

type Asked = { units: string[]; lists: string[]; rule: string | null }

async function namesToAsk(tx: OrganizationTransaction, connectorId: string, file: ConfigFile): Promise<Outcome<Asked>> {
  const connector = await readConnector(tx, connectorId)
  if (!connector) return refused('connector-unknown')
  const { units, lists, rule } = unknownNames(file, lookedAt(await knownOf(tx, connector)))
  if (units.length + lists.length === 0 && rule === null) return done({ units, lists, rule })
  const wanted = await connectionFor(tx, connector, file)
  if (!wanted.ok) return wanted
  const { connection } = connector.draft
  // Another directory would answer with objects of its own.
  if (!connection || secretTarget(connection) !== secretTarget(wanted.value)) return refused('look-up-elsewhere')
  return done({ units, lists, rule })
}

/** The units and lists of a file that nobody has looked up, and its rule if nobody has checked it. */
export const unknownNames = (file: ConfigFile, known: readonly ConnectorSettings[]): Asked => ({
  units: unknownIn(unitsOf(file, known, nothingLookedUp)),
  lists: unknownIn(listsOf(file, known, nothingLookedUp)),
  rule: inclusionOf(file, known, nothingLookedUp).ok ? null : (file.inclusionRule?.filter ?? null),
})

const unknownIn = (outcome: Outcome<unknown>): string[] =>
  outcome.ok ? [] : outcome.faults.flatMap(({ args }: Fault) => (typeof args.value === 'string' ? [args.value] : []))

/** What these jobs of a connector found; others of its jobs, and those of other connectors, say nothing. */
export async function readLookedUp(
  tx: OrganizationTransaction,
  connectorId: string,
  jobs: readonly string[],
): Promise<LookedUp> {
  const looked: LookedUp = { units: new Map(), lists: new Map(), rules: new Map() }
  for (const id of jobs) {
    const job = await readDirectoryJob(tx, id)
    if (job?.connectorId !== connectorId || job.state !== 'done') continue
    if (job.kind === 'check-inclusion') {
      looked.rules.set(CheckInclusionRequest.parse(job.request).filter, InclusionCheck.parse(job.result))
      continue
    }
    if (job.kind !== 'resolve-units' && job.kind !== 'resolve-lists') continue
    const { references } = ResolveUnitsRequest.parse(job.request)
    // Written by our own worker, in the order of the references.
    const found = job.result as (DirectoryNode | NamedObject | null)[]
    for (const [at, reference] of references.entries()) {
      const one = found[at] ?? null
      const named = one && { anchor: one.anchor, dn: one.dn }
      if (job.kind === 'resolve-units') looked.units.set(reference, named)
      if (job.kind === 'resolve-lists')
        looked.lists.set(reference, one && 'kind' in one && one.kind === 'list' ? named : null)
    }
  }
  return looked
}
