import { dnKey, isWithin, parentDn } from '@/lib/directory/distinguished-name'
import type { RemovalCount } from '@/lib/store/removal-causes'
import { sharedArgument } from '@/lib/sync/change'
import type { UnitsInSettings } from '../causes-of-removals'

type UnitRule = Exclude<UnitsInSettings['rules'], string>[number]

/** `byCause` as its sentence says it, name by name: right, and far too slow for a company of many units. */
export function byComparingAll(counted: readonly RemovalCount[], units: UnitsInSettings): RemovalCount[] {
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
