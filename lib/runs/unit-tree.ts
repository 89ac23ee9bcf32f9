import type { Anchor } from '@/lib/directory/anchor'
import type { ScopeProof } from '@/lib/directory/source'
import type { StagedUnit } from '@/lib/store/snapshots'

/** The units that were read, by GUID. */
export type UnitTree = {
  /** From the unit itself upwards, as far as it was read. */
  ancestors(unit: Anchor | null): Anchor[]
  /** True when this read delivered the unit. */
  has(unit: Anchor | null): boolean
  /** The unit's DN as read, or null. */
  dn(unit: Anchor | null): string | null
}

/** Roots of scopes count as read even where the reader delivers only what is below them. */
export function unitTree(units: readonly StagedUnit[], proofs: readonly ScopeProof[]): UnitTree {
  const known = new Map<Anchor, { parent: Anchor | null; dn: string }>()
  for (const { root, rootDn } of proofs) known.set(root, { parent: null, dn: rootDn })
  for (const { anchor, parent, dn } of units) known.set(anchor, { parent, dn })
  return {
    ancestors(unit) {
      const chain: Anchor[] = []
      // A unit moved while reading could close a circle; nobody is in scope twice.
      for (let at = unit; at !== null && !chain.includes(at); at = known.get(at)?.parent ?? null) chain.push(at)
      return chain
    },
    has: unit => unit !== null && known.has(unit),
    dn: unit => (unit === null ? null : (known.get(unit)?.dn ?? null)),
  }
}
