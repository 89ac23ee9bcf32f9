import type { Anchor } from '@/lib/directory/anchor'
import { isWithin, parentDn } from '@/lib/directory/distinguished-name'
import type { ScopeProof } from '@/lib/directory/source'
import type { StagedUnit } from '@/lib/store/snapshots'
import type { Ancestry } from '@/lib/sync/place-person'

/** The units that were read, by GUID. */
export type UnitTree = {
  /** From the unit itself upwards, as far as it was read; whole when that is as far as a scope's root. */
  ancestry(unit: Anchor | null): Ancestry
  /** True when this read delivered the unit. */
  has(unit: Anchor | null): boolean
  /** The unit's DN as read, or null. */
  dn(unit: Anchor | null): string | null
  /** False when whoever has this DN stands outside of everything that was read; true when that cannot be told. */
  mayHold(dn: string): boolean
}

/** Roots of scopes count as read even where the reader delivers only what is below them. */
export function unitTree(
  units: readonly StagedUnit[],
  proofs: readonly Pick<ScopeProof, 'root' | 'rootDn'>[],
): UnitTree {
  const roots = new Set(proofs.map(({ root }) => root))
  const known = new Map<Anchor, { parent: Anchor | null; dn: string }>()
  for (const { root, rootDn } of proofs) known.set(root, { parent: null, dn: rootDn })
  for (const { anchor, parent, dn } of units) known.set(anchor, { parent, dn })
  return {
    ancestry(unit) {
      const chain: Anchor[] = []
      // A unit moved while reading could close a circle; nobody is in scope twice.
      for (let at = unit; at !== null && !chain.includes(at); at = known.get(at)?.parent ?? null) chain.push(at)
      return { units: chain, whole: chain.some(at => roots.has(at)) }
    },
    mayHold(dn) {
      const unit = parentDn(dn)
      return unit === null || proofs.some(({ rootDn }) => liesWithin(unit, rootDn))
    },
    has: unit => unit !== null && known.has(unit),
    dn: unit => (unit === null ? null : (known.get(unit)?.dn ?? null)),
  }
}

function liesWithin(dn: string, root: string): boolean {
  try {
    return isWithin(dn, root)
  } catch {
    return true
  }
}
