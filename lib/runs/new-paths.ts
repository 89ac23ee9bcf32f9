import type { Anchor } from '@/lib/directory/anchor'
import { ownRdn } from '@/lib/directory/distinguished-name'

/** A unit of a snapshot that is being made: its own name is right, and what follows it may be an old one. */
export type PathUnit = { anchor: Anchor; parent: Anchor | null; dn: string; scope: number }
export type Path = { dn: string; scope: number }
export type PathRoot = { root: Anchor; rootDn: string }

/**
 * Where every unit is now: its own name, its parent's, and so on up to a scope's root. A renamed unit thereby renames
 * everything below it, of which the directory says nothing.
 * @returns null when a unit stands below nothing that was read, so that no name follows
 */
export function newPaths(units: readonly PathUnit[], roots: readonly PathRoot[]): Map<Anchor, Path> | null {
  const known = new Map(units.map(unit => [unit.anchor, unit]))
  const paths = new Map<Anchor, Path>(roots.map(({ root, rootDn }, scope) => [root, { dn: rootDn, scope }]))
  for (const unit of units) if (!follow(unit, known, paths)) return null
  return paths
}

/** Goes up to the first unit whose path is known, and comes back down. */
function follow(unit: PathUnit, known: ReadonlyMap<Anchor, PathUnit>, paths: Map<Anchor, Path>): boolean {
  const chain: PathUnit[] = []
  for (let at: PathUnit | undefined = unit; at && !paths.has(at.anchor); ) {
    // Two units that moved while they were read can each stand below the other.
    if (chain.includes(at) || at.parent === null) return false
    chain.push(at)
    if (paths.has(at.parent)) break
    at = known.get(at.parent)
    if (!at) return false
  }
  for (const below of chain.reverse()) {
    const above = below.parent === null ? undefined : paths.get(below.parent)
    if (!above) return false
    paths.set(below.anchor, { dn: `${ownRdn(below.dn)},${above.dn}`, scope: above.scope })
  }
  return true
}
