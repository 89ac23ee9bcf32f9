import { parentDn } from '@/lib/directory/distinguished-name'
import type { DirectoryObject } from '@/lib/directory/source'
import { storedDnKey } from '@/lib/directory/stored-dn-key'
import { countMappedPeople, insertMappedPeople, type PlacedPerson } from '@/lib/store/mapped-people'
import { eachStagedPage } from '@/lib/store/snapshots'
import { mapPerson } from '@/lib/sync/map-person'
import { placePerson } from '@/lib/sync/place-person'
import { runFailure } from './fault'
import { type Planning, pageSize } from './planning'
import { fenced, reading } from './run-work'
import { writingBehind } from './write-behind'

/** First pass: every person read, in the Messenger's words, with a place and canonical keys. */
export async function mapPass(planning: Planning): Promise<void> {
  const { work, snapshot } = planning
  await writingBehind(begin =>
    reading(work, tx =>
      eachStagedPage(tx, work.runId, pageSize, objects => {
        const people = objects.map(object => placeObject(planning, object))
        for (const { placement, parent } of people)
          if (placement === 'new-unit-undecided') planning.newUnits.count(parent)
        return begin(async () => {
          await fenced(work, inner => insertMappedPeople(inner, work.runId, people))
          await work.failpoint?.('page-mapped')
        })
      }),
    ),
  )
  const mapped = await reading(work, tx => countMappedPeople(tx, work.runId))
  if (mapped !== snapshot.people) throw runFailure('snapshot-damaged')
}

export type Placing = Pick<
  Planning,
  'verifiedDomains' | 'now' | 'mapping' | 'settings' | 'units' | 'includes' | 'excludes'
> & {
  newUnits: Pick<Planning['newUnits'], 'isNew'>
}

/** Maps and places one object. */
export function placeObject(
  { verifiedDomains, now, mapping, settings, units, newUnits, includes, excludes }: Placing,
  object: DirectoryObject,
): PlacedPerson {
  const person = mapPerson(object, { verifiedDomains, now, mapping })
  const rule = excludes(object)
  const ancestry = units.ancestry(object.parent)
  const placement = placePerson({
    ancestry,
    settings: settings.organizationalUnits,
    isNew: newUnits.isNew,
    nobody: person.nobody,
    matches: includes(object),
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
