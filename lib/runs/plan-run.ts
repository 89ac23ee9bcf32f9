import { type Anchor, parseAnchor } from '@/lib/directory/anchor'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { deleteChanges } from '@/lib/store/changes'
import { readVersion } from '@/lib/store/connectors'
import { verifiedDomains } from '@/lib/store/domains'
import { deleteGroupChanges } from '@/lib/store/group-changes'
import { closeCases, reopenCases } from '@/lib/store/join-cases'
import { rememberUnits } from '@/lib/store/known-units'
import { deleteMappedPeople } from '@/lib/store/mapped-people'
import type { Run } from '@/lib/store/runs'
import { countDamagedParts, readSnapshot, readStagedUnits, type Snapshot } from '@/lib/store/snapshots'
import { compileMapping } from '@/lib/sync/compile-mapping'
import { compileIncoming } from '@/lib/sync/exclude-person'
import { compileInclusion } from '@/lib/sync/inclusion/compile-inclusion'
import { compileShields } from '@/lib/sync/protect-account'
import { absentPass } from './absent-pass'
import { decidePass } from './decide-pass'
import { runFailure } from './fault'
import { groupPass } from './group-pass'
import { judgePlan } from './judge-plan'
import { listsOfRun } from './lists-of-people'
import { loadDecisions } from './load-decisions'
import { managerPass } from './manager-pass'
import { mapPass } from './map-pass'
import { newUnitsOfRun } from './new-units-of-run'
import { photoPass } from './photo-pass'
import type { Planning } from './planning'
import { createRuleCounts } from './rule-counts'
import { fenced, nowOf, type RunWork, reading, tellProgress } from './run-work'
import { sidPass } from './sid-pass'
import { createTally } from './tally'
import { type UnitTree, unitTree } from './unit-tree'
import { wantedAttributes } from './wanted-attributes'

/** Makes the plan in three passes and puts it before the gate. Begins anew when it is resumed. */
export async function planRun(work: RunWork, run: Run): Promise<void> {
  const begun = await begin(work, run)
  const planning = { ...begun, lists: await listsOfRun(work, peopleListsOf(begun)) }
  const total = planning.snapshot.people
  await tellProgress(work, { done: 0, total })
  await remember(planning)
  await mapPass(planning)
  await managerPass(planning)
  const photos = await photoPass(planning)
  const handedOver = await decidePass(planning)
  await absentPass(planning, handedOver)
  await fenced(work, tx => closeCases(tx, run.connectorId))
  await sidPass(planning)
  const groups = await groupPass(planning)
  await tellProgress(work, { done: total, total })
  await judgePlan(planning, groups, photos)
}

/** A preview shows and remembers nothing: its configuration may never come into use. */
async function remember({ work, run, newUnits }: Planning): Promise<void> {
  if (run.kind !== 'preview') await fenced(work, tx => rememberUnits(tx, run.connectorId, run.id, newUnits.known))
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

async function begin(work: RunWork, run: Run): Promise<Omit<Planning, 'lists'>> {
  await fenced(work, async tx => {
    await deleteMappedPeople(tx, work.runId)
    await deleteChanges(tx, work.runId)
    await deleteGroupChanges(tx, work.runId)
    await reopenCases(tx, run.connectorId)
  })
  return reading(work, async tx => {
    const snapshot = await readSnapshot(tx, work.runId)
    const version = await readVersion(tx, run.connectorId, run.connectorVersion)
    if (!version) throw runFailure('connector-not-ready')
    if (snapshot?.sealedAt == null || (await countDamagedParts(tx, work.runId)) > 0)
      throw runFailure('snapshot-damaged')
    const staged = await readStagedUnits(tx, work.runId)
    const units = unitTree(staged, snapshot.proofs)
    return {
      work,
      run,
      settings: version.settings,
      snapshot,
      units,
      verifiedDomains: new Set(await verifiedDomains(tx)),
      mapping: compileMapping(version.settings.mapping),
      attributes: wantedAttributes(version.settings),
      now: nowOf(work),
      newUnits: await newUnitsOfRun(tx, run, version.settings.organizationalUnits, {
        units,
        staged,
        proofs: snapshot.proofs,
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
