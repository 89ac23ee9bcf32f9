import type { Anchor } from '@/lib/directory/anchor'
import type { ScopeProof } from '@/lib/directory/source'
import type { OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { readKnownUnits } from '@/lib/store/known-units'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { readStagedUnits, type StagedUnit } from '@/lib/store/snapshots'
import type { Notice } from '@/lib/sync/change'
import { findNewUnits, highestNew, type KnownUnits } from '@/lib/sync/new-units'
import type { UnitTree } from './unit-tree'

/** The units about which nobody decided yet, and the people who wait for that. */
export type NewUnitsOfRun = {
  isNew(unit: Anchor): boolean
  /** One person more in this unit waits. */
  count(unit: Anchor | null): void
  /** What to decide, by the units' names. */
  notices(): Notice[]
  /** To be remembered of this run. */
  known: KnownUnits
}

/** Units named one by one; a reorganization may bring hundreds. */
const named = 20

type Read = { units: UnitTree; staged: readonly StagedUnit[]; proofs: readonly Pick<ScopeProof, 'root'>[] }

/** Compares the units that were read with those that earlier reads have shown. */
export async function newUnitsOfRun(
  tx: OrganizationTransaction,
  run: Pick<Run, 'connectorId' | 'approvesRunId'>,
  settings: OrganizationalUnitSettings,
  { units, staged, proofs }: Read,
): Promise<NewUnitsOfRun> {
  const before = await readKnownUnits(tx, run.connectorId)
  // Whoever approved a preview decided about the units in it, not about what has come since.
  const seen = run.approvesRunId === null ? [] : await readStagedUnits(tx, run.approvesRunId)
  const shown = new Set((seen.length > 0 ? seen : staged).map(({ anchor }) => anchor))
  const roots = proofs.map(({ root }) => root)
  const read = { units: staged.map(({ anchor }) => anchor), roots, ancestry: units.ancestry }
  const { added, known } = findNewUnits(read, settings, before, shown)
  const isNew = (unit: Anchor) => added.has(unit)
  const highest = (unit: Anchor) => highestNew(units.ancestry(unit).units, isNew)
  const people = new Map<Anchor, number>()
  return {
    isNew,
    known,
    count(unit) {
      const top = unit === null ? null : highest(unit)
      if (top !== null) people.set(top, (people.get(top) ?? 0) + 1)
    },
    notices() {
      const asked = [...added].filter(([, policy]) => policy === 'ask').map(([unit]) => highest(unit) ?? unit)
      return tell([...new Set(asked)], units, people)
    },
  }
}

function tell(added: readonly Anchor[], units: UnitTree, people: ReadonlyMap<Anchor, number>): Notice[] {
  const told = added
    .map(unit => ({ unit: units.dn(unit) ?? unit, people: people.get(unit) ?? 0 }))
    .sort((one, other) => other.people - one.people || (one.unit < other.unit ? -1 : 1))
  const notices: Notice[] = told.slice(0, named).map(args => ({ code: 'unit-is-new', args }))
  return told.length > named ? [...notices, { code: 'units-are-new', args: { units: told.length - named } }] : notices
}
