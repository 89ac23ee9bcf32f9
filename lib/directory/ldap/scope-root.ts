import type { Anchor } from '../anchor'
import { isWithin } from '../distinguished-name'
import type { ReadFailure } from '../read-fault'
import type { Scope } from '../source'
import { shortText } from '../values'
import { anchorOf, isUnit } from './entry-values'
import { fail } from './faults'
import { anyObject, rootBase } from './filters'
import type { Entry } from './message'
import { readBase } from './search'
import type { Session } from './session'

export type ScopeRoot = { anchor: Anchor; dn: string; entry: Entry }

const attributes = ['objectGUID', 'objectClass', 'uSNChanged', 'parentGUID', 'objectSid', 'showInAdvancedViewOnly']

/** Finds a scope's root and proves that it can be read by its identity. @throws ReadFailure */
export async function findScopeRoot(session: Session, scope: Scope, baseDn: string): Promise<ScopeRoot> {
  if (scope.anchor === null) return findBase(session, baseDn)
  const dn = shortText(scope.dn, 500) || scope.anchor
  const root = await readByAnchor(
    session,
    { anchor: scope.anchor, dn: scope.dn },
    fail('unit-not-found', { dn }),
    fail('unit-not-found', { dn }),
  )
  if (!isUnit(root.entry)) throw fail('unit-not-found', { dn })
  return root
}

/** Finds the search base by its DN, then again by its identity. @throws ReadFailure `base-not-found`, `base-unreadable` */
export async function findBase(session: Session, baseDn: string): Promise<ScopeRoot> {
  const unreadable = fail('base-unreadable', { baseDn: shortText(baseDn, 500) })
  const answer = await readBase(session, baseDn, { filter: anyObject, attributes })
  if (answer.kind === 'absent') throw fail('base-not-found', { baseDn: shortText(baseDn, 500) })
  if (answer.kind === 'hidden') throw unreadable
  return readByAnchor(session, { anchor: anchorOf(answer.entry), dn: baseDn }, unreadable, unreadable)
}

async function readByAnchor(
  session: Session,
  root: { anchor: Anchor; dn: string },
  absent: ReadFailure,
  hidden: ReadFailure,
): Promise<ScopeRoot> {
  const answer = await readBase(session, rootBase(session, root), { filter: anyObject, attributes })
  if (answer.kind === 'absent') throw absent
  if (answer.kind === 'hidden') throw hidden
  const found = anchorOf(answer.entry)
  if (found !== root.anchor) throw absent
  const { dn } = answer.entry
  mustBeAllowed(session, dn)
  return { anchor: found, dn, entry: answer.entry }
}

/** Judged by where the server says that it stands: a GUID names a unit anywhere. @throws ReadFailure */
function mustBeAllowed({ places }: Session, dn: string): void {
  if (places !== null && !places.some(place => isWithin(dn, place)))
    throw fail('agent-base-refused', { baseDn: shortText(dn, 500) })
}
