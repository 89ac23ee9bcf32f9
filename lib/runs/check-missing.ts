import { randomUUID } from 'node:crypto'
import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import { findPeople } from '@/lib/store/find-people'
import { type AbsentPerson, readAbsentPerson } from '@/lib/store/joins'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { compileMapping } from '@/lib/sync/compile-mapping'
import type { AbsentFacts, FoundObject } from '@/lib/sync/facts'
import { mapPerson } from '@/lib/sync/map-person'
import { compileShields } from '@/lib/sync/protect-account'
import type { Trace } from '@/lib/sync/trace'
import { tracePerson } from '@/lib/sync/trace-person'
import { type Checking, type CheckWork, most } from './check-person'
import { wantedAttributes } from './wanted-attributes'

/** Linked people whom the text names and the directory did not tell of. */
export async function findMissing(
  tx: OrganizationTransaction,
  checking: Checking,
  read: ReadonlySet<Anchor>,
): Promise<AbsentPerson[]> {
  const known = await findPeople(tx, { ...checking, limit: most })
  // Whoever an older read had is not read now: no run is asked who was.
  const asked = { ...checking, runId: randomUUID() }
  const people: AbsentPerson[] = []
  for (const { anchor } of known.filter(person => !read.has(person.anchor))) {
    const joined = await readAbsentPerson(tx, asked, anchor)
    if (joined) people.push(joined)
  }
  return people
}

/** The directory is asked for each by GUID, and for the unit where it last stood. @throws ReadFailure */
export async function traceMissing(
  { source, signal }: CheckWork,
  checking: Checking,
  people: readonly AbsentPerson[],
): Promise<Trace[]> {
  if (people.length === 0) return []
  const { settings, now } = checking
  const units = people.flatMap(({ join }) => (join.parent === null ? [] : [join.parent]))
  const anchors = [...new Set([...people.map(({ anchor }) => anchor), ...units])]
  const objects = new Map<Anchor, DirectoryObject | null>()
  for await (const results of source.lookUp(anchors, wantedAttributes(settings), signal))
    for (const { anchor, object } of results) objects.set(anchor, object)
  const shields = compileShields(settings.exclusions)
  return people.map(person => {
    const found = objects.get(person.anchor) ?? null
    const facts: AbsentFacts = {
      ...person,
      account: { ...person.account, shield: shields(person.account) },
      lookUp: found && seenElsewhere(found, checking),
      completeRead: true,
      parentReadable: person.join.parent !== null && (objects.get(person.join.parent) ?? null) !== null,
      leaving: settings.leaving,
      now,
    }
    return tracePerson({ kind: 'absent', facts, outcome: null })
  })
}

/** There, and not among the people below the search base: where that is, a check does not judge. */
function seenElsewhere(object: DirectoryObject, { settings, ...checking }: Checking): FoundObject {
  const { status } = mapPerson(object, { ...checking, mapping: compileMapping(settings.mapping) })
  return { deleted: object.deleted, status, placement: 'unknown', parent: object.parent, unit: null }
}
