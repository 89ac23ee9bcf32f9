import type { ConfigFile } from '@/lib/config-file/config-file'
import { readConfigFile } from '@/lib/config-file/read-config-file'
import type { DirectoryNode, NamedObject } from '@/lib/directory/source'
import { done, type Fault, type Outcome, refused } from '@/lib/outcome'
import { readConnector } from '@/lib/store/connectors'
import { readDirectoryJob } from '@/lib/store/directory-jobs'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { Actor } from './actor'
import { startResolveLists, startResolveUnits } from './directory-jobs'
import { connectionOf, type LookedUp, listsOf, nothingLookedUp, unitsOf } from './draft-of-file'
import { ResolveUnitsRequest } from './job-request'
import { knownOf, lookedAt } from './known-configuration'
import { secretTarget } from './target'

/**
 * Asks the connector's directory for the units and lists of a file that are named by a DN which nobody has looked up yet.
 * @returns the jobs that do; none when every name is known
 * Faults: those of `readConfigFile` and of the connection in the file, `connector-unknown`, `look-up-elsewhere` when the file
 * is for another server or account than the connector's draft, and as `startBrowse`.
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
  const jobs: string[] = []
  for (const [start, names] of [
    [startResolveUnits, asked.value.units],
    [startResolveLists, asked.value.lists],
  ] as const) {
    if (names.length === 0) continue
    const started = await start(organizationId, actor, connectorId, names)
    if (!started.ok) return started
    jobs.push(started.value.jobId)
  }
  return done({ jobs })
}

async function namesToAsk(
  tx: OrganizationTransaction,
  connectorId: string,
  file: ConfigFile,
): Promise<Outcome<{ units: string[]; lists: string[] }>> {
  const connector = await readConnector(tx, connectorId)
  if (!connector) return refused('connector-unknown')
  const known = lookedAt(await knownOf(tx, connector))
  const units = unknownIn(unitsOf(file, known, nothingLookedUp))
  const lists = unknownIn(listsOf(file, known, nothingLookedUp))
  if (units.length + lists.length === 0) return done({ units, lists })
  const wanted = connectionOf(file)
  if (!wanted.ok) return wanted
  const { connection } = connector.draft
  // Another directory would answer with objects of its own.
  if (!connection || secretTarget(connection) !== secretTarget(wanted.value)) return refused('look-up-elsewhere')
  return done({ units, lists })
}

const unknownIn = (outcome: Outcome<unknown>): string[] =>
  outcome.ok ? [] : outcome.faults.flatMap(({ args }: Fault) => (typeof args.value === 'string' ? [args.value] : []))

/** What these jobs of a connector found; others of its jobs, and those of other connectors, say nothing. */
export async function readLookedUp(
  tx: OrganizationTransaction,
  connectorId: string,
  jobs: readonly string[],
): Promise<LookedUp> {
  const looked: LookedUp = { units: new Map(), lists: new Map() }
  for (const id of jobs) {
    const job = await readDirectoryJob(tx, id)
    if (job?.connectorId !== connectorId || job.state !== 'done') continue
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
