import { dnKey, isWithin, parentDn } from '@/lib/directory/distinguished-name'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { readVersion } from '@/lib/store/connectors'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { countRemovals, type RemovalCount } from '@/lib/store/removal-causes'
import type { Run } from '@/lib/store/runs'
import { readLastApplied } from '@/lib/store/runs-history'
import { readStagedUnits } from '@/lib/store/snapshots'
import { sharedArgument } from '@/lib/sync/change'

type UnitRule = { dn: string; includes: boolean }

/** Units by what the settings say of them; each by its DN. */
export type UnitsInSettings = {
  /** `nothing`: nobody is in scope. `unknown`: where the included units stand now cannot be said. */
  rules: readonly UnitRule[] | 'nothing' | 'unknown'
  /** Those that were included when the connector last synchronized, and are not any more. */
  takenOut: readonly string[]
}

type Units = ConnectorSettings['organizationalUnits']

/** Why people would lose something in a plan that waits, by cause, the biggest first; together they are all of them. */
export async function causesOfRemovals(tx: OrganizationTransaction, run: Run): Promise<RemovalCount[]> {
  const counted = await countRemovals(tx, run.id)
  if (!counted.some(({ code }) => sharedArgument[code] === 'unit')) return counted
  return byCause(counted, await unitsInSettings(tx, run))
}

async function unitsInSettings(tx: OrganizationTransaction, run: Run): Promise<UnitsInSettings> {
  const last = await readLastApplied(tx, run.connectorId)
  const of = async (version: number | undefined): Promise<Units | null> =>
    version === undefined
      ? null
      : ((await readVersion(tx, run.connectorId, version))?.settings.organizationalUnits ?? null)
  const [now, before] = [await of(run.connectorVersion), await of(last?.connectorVersion)]
  if (now?.mode === 'none') return { rules: 'nothing', takenOut: [] }
  if (now?.mode !== 'chosen') return { rules: 'unknown', takenOut: [] }
  const staged = new Map((await readStagedUnits(tx, run.id)).map(({ anchor, dn }) => [anchor.toLowerCase(), dn]))
  const included = includedIn(now)
  const takenOut = [...(before ? includedIn(before) : [])]
    .filter(([anchor]) => !included.has(anchor))
    .map(([, dn]) => dn)
  if (![...included.keys()].every(anchor => staged.has(anchor))) return { rules: 'unknown', takenOut }
  // Nobody stands in an excluded unit that is gone.
  const rules = now.rules.flatMap(({ anchor, effect }) => {
    const dn = staged.get(anchor.toLowerCase())
    return dn === undefined ? [] : [{ dn, includes: effect === 'include' }]
  })
  return { rules, takenOut }
}

/** Included units, with the DN under which each was chosen. */
const includedIn = (units: Units): Map<string, string> =>
  new Map(
    units.mode === 'chosen'
      ? units.rules.filter(({ effect }) => effect === 'include').map(({ anchor, dn }) => [anchor.toLowerCase(), dn])
      : [],
  )

/**
 * Puts together whoever stands in one unit that is not included, however many units are in it: the unit that was taken out of
 * the settings, or the highest one that holds nothing included. Causes never overlap.
 */
export function byCause(counted: readonly RemovalCount[], units: UnitsInSettings): RemovalCount[] {
  const raised = counted.map(count =>
    sharedArgument[count.code] === 'unit' && count.about !== null
      ? { ...count, about: units.rules === 'nothing' ? null : outermost(count.about, units) }
      : count,
  )
  const causes: RemovalCount[] = []
  // The shorter names first, so that a unit is there before those in it.
  for (const count of raised.toSorted((one, other) => (one.about?.length ?? 0) - (other.about?.length ?? 0))) {
    const same = causes.findIndex(cause => isPartOf(count, cause))
    const known = causes[same]
    if (known) causes[same] = { ...known, people: known.people + count.people }
    else causes.push(count)
  }
  return causes.toSorted((one, other) => other.people - one.people)
}

function isPartOf({ code, about }: RemovalCount, cause: RemovalCount): boolean {
  if (code !== cause.code || about === null || cause.about === null) return code === cause.code && about === cause.about
  return sharedArgument[code] === 'unit' ? lies(about, cause.about) : about === cause.about
}

function outermost(unit: string, { rules, takenOut }: UnitsInSettings): string {
  const around = withThoseAbove(unit)
  const taken = around.find(above => takenOut.some(dn => key(dn) === key(above)))
  if (taken !== undefined) return taken
  if (typeof rules === 'string') return unit
  const holdsNone = (above: string) => !rules.some(({ dn, includes }) => includes && lies(dn, above))
  return around.find(above => holdsNone(above) && !isIncluded(above, rules)) ?? unit
}

/** By the nearest rule on the way up; of two for one unit the one that keeps people out. */
function isIncluded(unit: string, rules: readonly UnitRule[]): boolean {
  const [nearest] = rules
    .filter(({ dn }) => lies(unit, dn))
    .toSorted((one, other) => other.dn.length - one.dn.length || Number(one.includes) - Number(other.includes))
  return nearest?.includes ?? false
}

/** The unit and those above it, the highest first, without the domain's own parts. */
function withThoseAbove(unit: string): string[] {
  const found: string[] = []
  for (let at: string | null = unit; at !== null && !/^dc=/i.test(at); at = parentDn(at)) found.unshift(at)
  return found
}

/** Whatever is no DN lies in nothing but itself. */
function lies(dn: string, base: string): boolean {
  try {
    return isWithin(dn, base)
  } catch {
    return dn === base
  }
}

function key(dn: string): string {
  try {
    return dnKey(dn)
  } catch {
    return dn
  }
}
