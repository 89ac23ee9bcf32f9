import { parentDn } from '@/lib/directory/distinguished-name'
import type { DirectoryObject } from '@/lib/directory/source'
import { storedDnKey } from '@/lib/directory/stored-dn-key'
import { countMappedPeople, insertMappedPeople, type PlacedPerson } from '@/lib/store/mapped-people'
import { readStagedPeople } from '@/lib/store/snapshots'
import { mapPerson } from '@/lib/sync/map-person'
import { placePerson } from '@/lib/sync/place-person'
import { runFailure } from './fault'
import { eachPage, lastOf, type Planning, pageSize } from './planning'
import { fenced, reading } from './run-work'

/** First pass: every person read, in the Messenger's words, with a place and canonical keys. */
export async function mapPass(planning: Planning): Promise<void> {
  const { work, snapshot } = planning
  await eachPage(async after => {
    const objects = await reading(work, tx => readStagedPeople(tx, work.runId, after, pageSize))
    const people = objects.map(object => placeObject(planning, object))
    for (const { placement, parent } of people) if (placement === 'new-unit-undecided') planning.newUnits.count(parent)
    await fenced(work, tx => insertMappedPeople(tx, work.runId, people))
    await work.failpoint?.('page-mapped')
    return lastOf(objects, pageSize, object => object.anchor)
  })
  const mapped = await reading(work, tx => countMappedPeople(tx, work.runId))
  if (mapped !== snapshot.people) throw runFailure('snapshot-damaged')
}

export type Placing = Pick<Planning, 'verifiedDomains' | 'now' | 'mapping' | 'settings' | 'units' | 'excludes'> & {
  newUnits: Pick<Planning['newUnits'], 'isNew'>
}

/** Maps and places one object. */
export function placeObject(
  { verifiedDomains, now, mapping, settings, units, newUnits, excludes }: Placing,
  object: DirectoryObject,
): PlacedPerson {
  const person = mapPerson(object, { verifiedDomains, now, mapping })
  const rule = excludes(object)
  const ancestry = units.ancestry(object.parent)
  const placement = placePerson({
    ancestry,
    settings: settings.organizationalUnits,
    isNew: newUnits.isNew,
    builtIn: person.builtIn,
    excluded: rule !== null,
  })
  return {
    person,
    placement,
    excludedBy: placement === 'excluded' ? rule : null,
    managerDnKey: person.managerDn === null ? null : storedDnKey(person.managerDn),
    parent: object.parent,
    unit: units.dn(object.parent) ?? parentDn(object.dn),
  }
}
