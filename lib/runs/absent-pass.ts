import type { DirectoryObject } from '@/lib/directory/source'
import { insertChanges, type NewChangeRow } from '@/lib/store/changes'
import { type AbsentPerson, readAbsentPeople } from '@/lib/store/joins'
import { decideAbsent } from '@/lib/sync/decide-absent'
import type { AbsentFacts, FoundObject } from '@/lib/sync/facts'
import { keepAbsence } from '@/lib/sync/kept-facts'
import { toRow } from './decide-pass'
import { type LookUpAnswers, lookUp } from './look-up'
import { placeObject } from './place-object'
import { eachPage, lastOf, type Planning, pageSize } from './planning'
import { fenced, reading } from './run-work'

/** GUIDs per question to the directory. */
const lookUpSize = 100

/** Joined people whom the read did not deliver: the directory is asked for each by GUID before anything is decided. */
export async function absentPass(planning: Planning, handedOver: ReadonlySet<string>): Promise<void> {
  const { work, run } = planning
  const request = { runId: work.runId, connectorId: run.connectorId, actingFor: run.requestedBy, limit: pageSize }
  await eachPage(async after => {
    const people = await reading(work, tx => readAbsentPeople(tx, { ...request, after }))
    for (let from = 0; from < people.length; from += lookUpSize) {
      const asked = people.slice(from, from + lookUpSize)
      const anchors = asked.map(person => person.anchor)
      const answers = await lookUp(work, anchors, planning.attributes)
      const rows = asked
        .map(person => decide(planning, { ...person, handedOver: handedOver.has(person.account.id) }, answers))
        .filter(row => row !== null)
      await fenced(work, tx => insertChanges(tx, work.runId, rows))
    }
    return lastOf(people, pageSize, person => person.anchor)
  })
}

function decide(planning: Planning, person: AbsentPerson, answers: LookUpAnswers): NewChangeRow | null {
  const { tally, units, settings, now, shields, snapshot } = planning
  const found = answers.get(person.anchor)
  const facts: AbsentFacts = {
    ...person,
    account: { ...person.account, shield: shields(person.account) },
    lookUp: found === undefined ? 'failed' : found && describe(planning, found),
    completeRead: snapshot.method === 'full',
    parentReadable: units.has(person.join.parent),
    leaving: settings.leaving,
    now,
  }
  const change = decideAbsent(facts)
  tally.absent({ change, joined: person })
  planning.ruleCounts.count({ excludedBy: null, joined: facts })
  return change === null ? null : toRow(change, keepAbsence(facts))
}

function describe(planning: Planning, object: DirectoryObject): FoundObject {
  const { person, unit, placement } = placeObject(planning, object)
  const { deleted, parent } = object
  return { deleted, status: person.status, placement: whereFound(planning, object) ?? placement, parent, unit }
}

/**
 * A unit that was not delivered is outside of what is read only where its name says so. Below a scope's root it is one
 * that could not be read, or is new, and who stands in it stays.
 * @returns null where the unit was delivered, so that the rules decide
 */
function whereFound({ units }: Planning, { parent, dn }: DirectoryObject): FoundObject['placement'] | null {
  if (units.has(parent)) return null
  return parent === null || units.mayHold(dn) ? 'unknown' : 'not-in-scope'
}
