import type { Anchor } from '@/lib/directory/anchor'
import type { FoundPerson } from '@/lib/directory/source'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { PhotoSettings } from '@/lib/settings/mapping'
import { tryPersonFacts } from '@/lib/store/mapped-people'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readSnapshot, type StagedUnit } from '@/lib/store/snapshots'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { compileIncoming } from '@/lib/sync/exclude-person'
import { compileInclusion } from '@/lib/sync/inclusion/compile-inclusion'
import type { PhotoFact } from '@/lib/sync/photo'
import { compileShields } from '@/lib/sync/protect-account'
import { readValues } from '@/lib/sync/read-values'
import type { Trace } from '@/lib/sync/trace'
import { tracePerson } from '@/lib/sync/trace-person'
import type { Checking, CheckWork } from './check-person'
import { withSettings } from './decide-pass'
import { listsOver } from './lists-of-people'
import { loadDecisions } from './load-decisions'
import { newUnitsOfRun } from './new-units-of-run'
import { placeObject } from './place-object'
import { askForPhotos, judgePhoto } from './read-photos'
import { ruleOver } from './trace-run'
import { type UnitTree, unitTree } from './unit-tree'

export type PresentPerson = FoundPerson & { manager: Anchor | null; photo: PhotoFact | null }

/** The people with who their managers are, wherever those stand, and with their photos. @throws ReadFailure */
export async function withOthers(
  { source, signal }: CheckWork,
  { mapping }: Pick<ConnectorSettings, 'mapping'>,
  found: readonly FoundPerson[],
): Promise<PresentPerson[]> {
  const managerOf = ({ object }: FoundPerson) => readValues(object).first('manager')
  const dns = [...new Set(found.map(managerOf).filter(dn => dn !== null))]
  const names = dns.length === 0 ? [] : await source.identify(dns, signal)
  const anchors = new Map(names.map(({ dn, anchor }) => [dn, anchor]))
  const photos = await photosOf({ source, signal }, compileMapping(mapping).photo, found)
  return found.map(person => ({
    ...person,
    manager: anchors.get(managerOf(person) ?? '') ?? null,
    photo: photos.get(person.object.anchor) ?? null,
  }))
}

async function photosOf(
  asking: Pick<CheckWork, 'source' | 'signal'>,
  photo: PhotoSettings | null,
  people: readonly FoundPerson[],
): Promise<Map<Anchor, PhotoFact | null>> {
  const facts = new Map<Anchor, PhotoFact | null>()
  if (photo === null || people.length === 0) return facts
  const anchors = people.map(({ object }) => object.anchor)
  for await (const found of askForPhotos({ ...asking, photo }, anchors))
    for (const { anchor, photo: bytes } of found)
      facts.set(anchor, (await judgePhoto(bytes, photo, async () => false)).fact)
  return facts
}

/** What would become of people as the directory has them now. */
export async function tracePresent(
  tx: OrganizationTransaction,
  checking: Checking,
  found: readonly PresentPerson[],
): Promise<Trace[]> {
  const traces: Trace[] = []
  for (const person of found) traces.push(...(await traceFound(tx, checking, person)))
  return traces
}

async function traceFound(
  tx: OrganizationTransaction,
  checking: Checking,
  { object, above, manager, photo }: PresentPerson,
): Promise<Trace[]> {
  const { settings, connectorId } = checking
  const { units, staged, roots } = treeAbove(above)
  const run = { connectorId, approvesRunId: null }
  const newUnits = await newUnitsOfRun(tx, run, settings.organizationalUnits, { units, staged, proofs: roots })
  const identity = (await readSnapshot(tx, checking.runId))?.identity ?? null
  const read = { runId: checking.runId, settings: settings.distributionLists, identity }
  const { lists, reachedBy } = await listsOver(tx, read, object.anchor)
  const mapping = compileMapping(settings.mapping)
  const includes = compileInclusion(settings.inclusion)
  const excludes = compileIncoming(settings.exclusions)
  const placed = placeObject({ ...checking, units, newUnits, lists, mapping, includes, excludes }, object, reachedBy)
  const stored = await tryPersonFacts(tx, { ...checking, rules: settings.joining.rules }, placed, manager)
  if (!stored) return []
  const facts = withSettings(
    {
      settings,
      mapping,
      shields: compileShields(settings.exclusions),
      decisions: await loadDecisions(tx, connectorId),
    },
    { ...stored, photo },
  )
  const rule = ruleOver(units, object, settings)
  return [tracePerson({ kind: 'read', facts, object, rule, outcome: null, seen: 'now' })]
}

/** The units above one person as a tree; the search base is the root of everything that is read. */
function treeAbove(above: FoundPerson['above']): {
  units: UnitTree
  staged: StagedUnit[]
  roots: { root: Anchor; rootDn: string }[]
} {
  const staged = above.map(({ anchor, dn }, at) => ({ anchor, dn, parent: above[at + 1]?.anchor ?? null, scope: 0 }))
  const roots = above.filter(unit => unit.isBase).map(({ anchor, dn }) => ({ root: anchor, rootDn: dn }))
  return { units: unitTree(staged, roots), staged, roots }
}
