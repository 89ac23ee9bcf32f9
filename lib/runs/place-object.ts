import type { Anchor } from '@/lib/directory/anchor'
import { parentDn } from '@/lib/directory/distinguished-name'
import type { DirectoryObject } from '@/lib/directory/source'
import { storedDnKey } from '@/lib/directory/stored-dn-key'
import type { PlacedPerson } from '@/lib/store/mapped-people'
import { mapPerson } from '@/lib/sync/map-person'
import { endOfAccess } from '@/lib/sync/person-status'
import { listBehind, placeByUnit, placePerson } from '@/lib/sync/place-person'
import { readValues } from '@/lib/sync/read-values'
import type { Planning } from './planning'

/** All that a placed person follows from, beside the object; `mappingFingerprint` must tell whether any of it is another. */
export type Placing = Pick<
  Planning,
  'verifiedDomains' | 'now' | 'mapping' | 'settings' | 'units' | 'includes' | 'excludes'
> & {
  newUnits: Pick<Planning['newUnits'], 'isNew'>
  lists: Pick<Planning['lists'], 'reachOf'>
}

/** Maps and places one object. @param reachedBy the chosen list that reaches the person */
export function placeObject(
  { verifiedDomains, now, mapping, settings, units, newUnits, lists, includes, excludes }: Placing,
  object: DirectoryObject,
  reachedBy: Anchor | null = null,
): PlacedPerson {
  const person = mapPerson(object, { verifiedDomains, now, mapping })
  const rule = excludes(object)
  const ancestry = units.ancestry(object.parent)
  const reached = lists.reachOf(object, reachedBy)
  const placement = placePerson({
    ancestry,
    settings: settings.organizationalUnits,
    isNew: newUnits.isNew,
    reach: reached.reach,
    nobody: person.nobody,
    matches: includes(object),
    excluded: rule !== null,
  })
  return {
    person,
    placement,
    excludedBy: placement === 'excluded' ? rule : null,
    list: listBehind(placement, placeByUnit(ancestry, settings.organizationalUnits, newUnits.isNew), reached),
    managerDnKey: person.managerDn === null ? null : storedDnKey(person.managerDn),
    expires: endOfAccess(readValues(object).first('accountExpires')),
    parent: object.parent,
    unit: units.dn(object.parent) ?? parentDn(object.dn),
  }
}
