import { createHash } from 'node:crypto'
import type { Anchor } from '@/lib/directory/anchor'
import type { ScopeProof } from '@/lib/directory/source'
import type { ConnectorSettings } from '@/lib/settings/connector'
import { listsOfPeople } from '@/lib/settings/distribution-lists'
import type { StagedUnit } from '@/lib/store/snapshots'
import { mappingProgram } from './mapping-program'

type Deciding = {
  settings: ConnectorSettings
  verified: readonly string[]
  staged: readonly StagedUnit[]
  proofs: readonly Pick<ScopeProof, 'root' | 'rootDn'>[]
  isNew: (unit: Anchor) => boolean
}

/**
 * Of everything but the object itself and the time that decides how somebody is mapped and placed (`placeObject`): equal
 * fingerprints, equal rows. The settings count as a whole, so that no part of them can be forgotten.
 * @returns null where lists bring people in: whom they reach is found anew in each run
 */
export function mappingFingerprint({ settings, verified, staged, proofs, isNew }: Deciding): string | null {
  if (listsOfPeople(settings.distributionLists).length > 0) return null
  const { unicode, icu } = process.versions
  const hash = createHash('sha256')
  const tell = (fact: unknown) => hash.update(`${JSON.stringify(fact)}\n`)
  tell([mappingProgram, unicode, icu])
  tell(settings)
  tell([...verified].sort())
  for (const { root, rootDn } of sorted(proofs, proof => proof.root)) tell([root, rootDn, isNew(root)])
  for (const { anchor, parent, dn } of sorted(staged, unit => unit.anchor)) tell([anchor, parent, dn, isNew(anchor)])
  return hash.digest('hex')
}

const sorted = <T>(all: readonly T[], by: (one: T) => string): T[] =>
  all.toSorted((one, other) => (by(one) < by(other) ? -1 : 1))
