import type { Anchor } from '@/lib/directory/anchor'
import type { NewUnits, OrganizationalUnitSettings } from '@/lib/settings/organizational-units'
import { type Ancestry, governingRule } from './place-person'

/** What the reads of a connector have seen of its units. `ruled`: what includes the units below it stood there. */
export type KnownUnits = ReadonlyMap<Anchor, { ruled: boolean }>

/** What a read delivered. */
export type ReadUnits = {
  units: readonly Anchor[]
  /** The roots of what was read: where everything is included, they are what includes it. */
  roots: readonly Anchor[]
  /** From the unit itself upwards. */
  ancestry(unit: Anchor): Ancestry
}

export type JudgedUnits = {
  /** Nobody decided about them, and what the settings say of new units there: that they are left out, or asked about. */
  added: ReadonlyMap<Anchor, Exclude<NewUnits, 'include'>>
  /** Those that are known from now on; about the others nothing can be said yet. */
  known: KnownUnits
}

/**
 * Which units appeared after what is included was decided. Only identity counts: a unit that is renamed or moved is the
 * same one. What stood below a rule when the rule was first read was there to be seen by whoever decided; so was what is
 * outside of every included unit, which stays out by a rule or for want of one.
 * @param shown the units of the read whose plan was looked at; only these come in with a rule that is read for the first time
 */
export function findNewUnits(
  read: ReadUnits,
  settings: OrganizationalUnitSettings,
  before: KnownUnits,
  shown: ReadonlySet<Anchor>,
): JudgedUnits {
  const added = new Map<Anchor, Exclude<NewUnits, 'include'>>()
  const known = new Map<Anchor, { ruled: boolean }>()
  const roots = new Set(read.roots)
  for (const unit of new Set([...read.roots, ...read.units])) {
    const { units, whole } = read.ancestry(unit)
    const governing = governingRule(units, settings)
    const includes = governing?.effect === 'include'
    const ruler = settings.mode === 'all' ? units.find(above => roots.has(above)) : units[governing?.at ?? units.length]
    if (ruler === undefined && !whole) continue
    const isDecided = !includes || ruler === undefined || ruler === unit
    const isOld = before.has(unit) || (ruler !== undefined && !before.get(ruler)?.ruled && shown.has(unit))
    if (isDecided || isOld || governing.newUnits === 'include') known.set(unit, { ruled: includes && ruler === unit })
    else added.set(unit, governing.newUnits)
  }
  return { added, known }
}

/** Of the units above somebody, the new one that stands highest: the one to decide about. */
export const highestNew = (units: readonly Anchor[], isNew: (unit: Anchor) => boolean): Anchor | null =>
  units.findLast(isNew) ?? null
