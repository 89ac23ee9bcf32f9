import type { Anchor } from '@/lib/directory/anchor'
import { parentDn } from '@/lib/directory/distinguished-name'
import type { DirectoryObject } from '@/lib/directory/source'
import { storedDnKey } from '@/lib/directory/stored-dn-key'
import { countMappedPeople, insertMappedPeople, type PlacedPerson } from '@/lib/store/mapped-people'
import { eachStagedPage } from '@/lib/store/snapshots'
import { mapPerson } from '@/lib/sync/map-person'
import { listBehind, placeByUnit, placePerson } from '@/lib/sync/place-person'
import { runFailure } from './fault'
import { type Planning, pageSize } from './planning'
import { planned, reading, writesAtOnce } from './run-work'
import { writingBehind } from './write-behind'

/** First pass: every person read, in the Messenger's words, with a place and canonical keys. */
export async function mapPass(planning: Planning): Promise<void> {
  const { work, snapshot } = planning
  await writingBehind(
    begin =>
      reading(work, tx =>
        eachStagedPage(tx, work.runId, pageSize, planning.lists.request, staged => {
          const people = staged.map(({ object, list }) => placeObject(planning, object, list))
          for (const { placement, parent } of people)
            if (placement === 'new-unit-undecided') planning.newUnits.count(parent)
          return begin(async () => {
            await planned(work, inner => insertMappedPeople(inner, work.runId, people))
            await work.failpoint?.('page-mapped')
          })
        }),
      ),
    writesAtOnce,
  )
  const mapped = await reading(work, tx => countMappedPeople(tx, work.runId))
  if (mapped !== snapshot.people) throw runFailure('snapshot-damaged')
}

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
    parent: object.parent,
    unit: units.dn(object.parent) ?? parentDn(object.dn),
  }
}
