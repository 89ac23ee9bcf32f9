import { dnKeysUpward, parentDn } from '@/lib/directory/distinguished-name'
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
  const keys = keysOfNames()
  const outermost = findOutermost(units, keys)
  const raised = counted.map(count => (isOfUnit(count) ? { ...count, about: outermost(count.about) } : count))
  const causes = new Map<string, RemovalCount>()
  // The shorter names first, so that a unit is there before those in it.
  for (const count of raised.toSorted((one, other) => (one.about?.length ?? 0) - (other.about?.length ?? 0))) {
    const places = (isOfUnit(count) ? keys(count.about) : [count.about]).map(place =>
      JSON.stringify([count.code, place]),
    )
    const place = places.findLast(known => causes.has(known)) ?? places[0] ?? ''
    const known = causes.get(place)
    causes.set(place, known ? { ...known, people: known.people + count.people } : count)
  }
  return [...causes.values()].toSorted((one, other) => other.people - one.people)
}

const isOfUnit = (count: RemovalCount): count is RemovalCount & { about: string } =>
  sharedArgument[count.code] === 'unit' && count.about !== null

type Keys = (dn: string) => readonly [own: string, ...above: string[]]

/** The keys of a name and of those above it. Each name is read once; whatever is no DN lies in nothing but itself. */
function keysOfNames(): Keys {
  const known = new Map<string, ReturnType<Keys>>()
  return dn => {
    const keys = known.get(dn) ?? readKeys(dn)
    known.set(dn, keys)
    return keys
  }
}

function readKeys(dn: string): ReturnType<Keys> {
  try {
    const [own = dn, ...above] = dnKeysUpward(dn)
    return [own, ...above]
  } catch {
    return [dn]
  }
}

/** Tells of a unit the one that everybody in it misses. */
function findOutermost({ rules, takenOut }: UnitsInSettings, keys: Keys): (unit: string) => string | null {
  if (rules === 'nothing') return () => null
  const taken = new Set(takenOut.map(dn => keys(dn)[0]))
  const wasTaken = (unit: string) => taken.has(keys(unit)[0])
  const holdsNothing = rules === 'unknown' ? () => false : findEmpty(rules, keys)
  return unit => {
    const around = withThoseAbove(unit)
    return around.find(wasTaken) ?? around.find(holdsNothing) ?? unit
  }
}

/** Tells of a unit that it is not included, and none in it: by the nearest rule on the way up. */
function findEmpty(rules: readonly UnitRule[], keys: Keys): (unit: string) => boolean {
  const included = new Map<string, boolean>()
  // Of two for one unit the one that keeps people out.
  for (const { dn, includes } of rules) included.set(keys(dn)[0], includes && included.get(keys(dn)[0]) !== false)
  const holding = new Set(rules.filter(({ includes }) => includes).flatMap(({ dn }) => keys(dn)))
  return unit => {
    const nearest = keys(unit).find(key => included.has(key))
    return !holding.has(keys(unit)[0]) && !(nearest !== undefined && included.get(nearest))
  }
}

/** The unit and those above it, the highest first, without the domain's own parts. */
function withThoseAbove(unit: string): string[] {
  const found: string[] = []
  for (let at: string | null = unit; at !== null && !/^dc=/i.test(at); at = parentDn(at)) found.unshift(at)
  return found
}
