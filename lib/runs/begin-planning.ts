import { type Anchor, parseAnchor } from '@/lib/directory/anchor'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { deleteChanges } from '@/lib/store/changes'
import { readVersion } from '@/lib/store/connectors'
import { verifiedDomains } from '@/lib/store/domains'
import { deleteGroupChanges } from '@/lib/store/group-changes'
import { reopenCases } from '@/lib/store/join-cases'
import { deleteMappedPeople } from '@/lib/store/mapped-people'
import type { Run } from '@/lib/store/runs'
import { countDamagedParts, readSnapshot, readStagedUnits, type Snapshot } from '@/lib/store/snapshots'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { compileIncoming } from '@/lib/sync/exclude-person'
import { compileInclusion } from '@/lib/sync/inclusion/compile-inclusion'
import { compileShields } from '@/lib/sync/protect-account'
import { runFailure } from './fault'
import { listsOfRun } from './lists-of-people'
import { loadDecisions } from './load-decisions'
import { mappingFingerprint } from './mapping-fingerprint'
import { newUnitsOfRun } from './new-units-of-run'
import type { Planning } from './planning'
import { createRuleCounts } from './rule-counts'
import { fenced, nowOf, type RunWork, reading } from './run-work'
import { createTally } from './tally'
import { type UnitTree, unitTree } from './unit-tree'
import { wantedAttributes } from './wanted-attributes'

/** Whatever an earlier attempt of this run planned is gone; then everything that its passes share. */
export async function beginPlanning(work: RunWork, run: Run): Promise<Planning> {
  await fenced(work, async tx => {
    await deleteMappedPeople(tx, work.runId)
    await deleteChanges(tx, work.runId)
    await deleteGroupChanges(tx, work.runId)
    await reopenCases(tx, run.connectorId)
  })
  const loaded = await load(work, run)
  return { ...loaded, lists: await listsOfRun(work, peopleListsOf(loaded)) }
}

/** Chosen units are judged each by itself, also where everything was read at once. */
function judgedScopes(
  { organizationalUnits }: ConnectorSettings,
  units: UnitTree,
  proofs: Snapshot['proofs'],
): { rootDn: string }[] {
  const rules = organizationalUnits.mode === 'chosen' ? organizationalUnits.rules : []
  const included = rules.flatMap(({ effect, anchor }) => (effect === 'include' ? (parseAnchor(anchor) ?? []) : []))
  const isOutermost = (unit: Anchor) =>
    units
      .ancestry(unit)
      .units.slice(1)
      .every(above => !included.includes(above))
  const chosen = included.filter(isOutermost).filter(unit => !proofs.some(({ root }) => root === unit))
  return [...chosen.flatMap(unit => named(units.dn(unit))), ...proofs]
}

const named = (rootDn: string | null) => (rootDn === null ? [] : [{ rootDn }])

function peopleListsOf({ settings, snapshot: { identity } }: Pick<Planning, 'settings' | 'snapshot'>) {
  if (!identity) throw runFailure('snapshot-damaged')
  return { settings: settings.distributionLists, identity }
}

async function load(work: RunWork, run: Run): Promise<Omit<Planning, 'lists'>> {
  return reading(work, async tx => {
    const snapshot = await readSnapshot(tx, work.runId)
    const version = await readVersion(tx, run.connectorId, run.connectorVersion)
    if (!version) throw runFailure('connector-not-ready')
    if (snapshot?.sealedAt == null || (await countDamagedParts(tx, work.runId)) > 0)
      throw runFailure('snapshot-damaged')
    const staged = await readStagedUnits(tx, work.runId)
    const units = unitTree(staged, snapshot.proofs)
    const verified = await verifiedDomains(tx)
    const newUnits = await newUnitsOfRun(tx, run, version.settings.organizationalUnits, {
      units,
      staged,
      proofs: snapshot.proofs,
    })
    return {
      work,
      run,
      settings: version.settings,
      snapshot,
      units,
      verifiedDomains: new Set(verified),
      mapping: compileMapping(version.settings.mapping),
      attributes: wantedAttributes(version.settings),
      now: nowOf(work),
      newUnits,
      fingerprint: mappingFingerprint({
        settings: version.settings,
        verified,
        proofs: snapshot.proofs,
        staged,
        isNew: newUnits.isNew,
      }),
      ruleCounts: createRuleCounts(version.settings.exclusions),
      tally: createTally(judgedScopes(version.settings, units, snapshot.proofs)),
      includes: compileInclusion(version.settings.inclusion),
      excludes: compileIncoming(version.settings.exclusions),
      shields: compileShields(version.settings.exclusions),
      decisions: await loadDecisions(tx, run.connectorId),
    }
  })
}
