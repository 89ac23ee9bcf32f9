import type { Anchor } from '@/lib/directory/anchor'
import type { FoundPerson } from '@/lib/directory/source'
import { tryPersonFacts } from '@/lib/store/mapped-people'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { StagedUnit } from '@/lib/store/snapshots'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { compileIncoming } from '@/lib/sync/exclude-person'
import { compileInclusion } from '@/lib/sync/inclusion/compile-inclusion'
import { compileShields } from '@/lib/sync/protect-account'
import type { Trace } from '@/lib/sync/trace'
import { tracePerson } from '@/lib/sync/trace-person'
import type { Checking } from './check-person'
import { withSettings } from './decide-pass'
import { loadDecisions } from './load-decisions'
import { placeObject } from './map-pass'
import { newUnitsOfRun } from './new-units-of-run'
import { ruleOver } from './trace-run'
import { type UnitTree, unitTree } from './unit-tree'

/** What would become of people as the directory has them now. */
export async function tracePresent(
  tx: OrganizationTransaction,
  checking: Checking,
  found: readonly FoundPerson[],
): Promise<Trace[]> {
  const traces: Trace[] = []
  for (const person of found) traces.push(...(await traceFound(tx, checking, person)))
  return traces
}

async function traceFound(
  tx: OrganizationTransaction,
  checking: Checking,
  { object, above }: FoundPerson,
): Promise<Trace[]> {
  const { settings, connectorId } = checking
  const { units, staged, roots } = treeAbove(above)
  const run = { connectorId, approvesRunId: null }
  const newUnits = await newUnitsOfRun(tx, run, settings.organizationalUnits, { units, staged, proofs: roots })
  const mapping = compileMapping(settings.mapping)
  const includes = compileInclusion(settings.inclusion)
  const excludes = compileIncoming(settings.exclusions)
  const placed = placeObject({ ...checking, units, newUnits, mapping, includes, excludes }, object)
  const stored = await tryPersonFacts(tx, { ...checking, rules: settings.joining.rules }, placed)
  if (!stored) return []
  const facts = withSettings(
    {
      settings,
      mapping,
      shields: compileShields(settings.exclusions),
      decisions: await loadDecisions(tx, connectorId),
    },
    stored,
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
