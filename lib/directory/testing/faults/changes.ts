import { isBelow } from '../honest-answer'
import type { Script } from '../scripted-server'
import { person, rootDse, type WorldObject } from '../world'
import type { Fault, Meeting } from './fault'

const both = ['first-listing', 'second-listing'] as const
const isPerson = (object: WorldObject) => object.classes.includes('user') && !object.deleted
const isUnit = (object: WorldObject) => object.parent !== null && object.classes.includes('organizationalUnit')

/** The next number of a change, which highestCommittedUSN then tells (MS-ADTS 3.1.1.3.2.7). */
function commit(script: Script): bigint {
  const known = (script.rootDse ?? rootDse).highestCommittedUSN?.[0]
  const next = BigInt(String(known)) + 1n
  script.rootDse = { ...(script.rootDse ?? rootDse), highestCommittedUSN: [String(next)] }
  return next
}

/** Something happens in the directory just before this search is answered, honestly. */
const change = (name: string, happen: (meeting: Meeting) => boolean, at: Fault['at'] = both): Fault => ({
  ...{ name, at, comesTo: 'change' },
  meet(meeting) {
    if (!happen(meeting)) return false
    meeting.answer.usual()
    return true
  },
})

/** Changes somebody; which one depends on the page, so that early and late ones are hit. */
const somebody = ({ script, search }: Meeting, fits: (object: WorldObject) => boolean): WorldObject | undefined => {
  const fitting = script.world.filter(fits)
  return fitting[Number.parseInt(search.paging?.cookie || '0', 10) % Math.max(1, fitting.length)]
}

export const renamed = (): Fault =>
  change('person renamed while reading', meeting => {
    const victim = somebody(meeting, isPerson)
    if (!victim) return false
    const spelled = Object.keys(victim.attributes).find(name => /^displayname$/i.test(name)) ?? 'displayName'
    const attributes = { ...victim.attributes, [spelled]: 'Renamed while reading' }
    Object.assign(victim, { usn: commit(meeting.script), attributes })
    return true
  })

/** Moved to another unit: name, parent and uSNChanged change, the identity does not. */
export const moved = (): Fault =>
  change('person moved while reading', meeting => {
    const victim = somebody(meeting, isPerson)
    const home = meeting.script.world.findLast(isUnit)
    if (!victim || !home || victim.parent?.equals(home.guid)) return false
    Object.assign(victim, {
      ...{ usn: commit(meeting.script), parent: home.guid },
      dn: `CN=Moved ${victim.anchor},${home.dn}`,
    })
    return true
  })

export const deleted = (): Fault =>
  change('person deleted while reading', meeting => {
    const victim = somebody(meeting, isPerson)
    if (!victim) return false
    Object.assign(victim, { usn: commit(meeting.script), deleted: true })
    return true
  })

export const created = (): Fault =>
  change('person created while reading', ({ script, search, listed }) => {
    const unit = listed.find(isUnit)
    if (!unit) return false
    const name = `Created ${script.world.length} at ${search.kind}`
    script.world.push(person(name, unit, Number(commit(script))))
    return true
  })

/** A unit gets another name: everybody's DN below it changes, and only its own uSNChanged. */
export const unitRenamed = (): Fault =>
  change('unit renamed while reading', ({ script }) => {
    const unit = script.world.findLast(isUnit)
    if (!unit) return false
    const before = unit.dn
    const after = before.replace(/^OU=/, 'OU=Renamed ')
    for (const object of script.world)
      if (object.dn.endsWith(before)) object.dn = object.dn.slice(0, object.dn.length - before.length) + after
    unit.usn = commit(script)
    return true
  })

/** A list gets another member at its beginning and loses its last, before the next piece of it is read. */
export const listChanged = (): Fault =>
  change(
    'list changed between two pieces',
    ({ script, search }) => {
      const list = script.world.find(object => search.base === `<GUID=${object.anchor}>`)
      if (!list) return false
      const member = ['CN=Newcomer,DC=elsewhere,DC=example', ...[list.attributes.member ?? []].flat().slice(0, -1)]
      Object.assign(list, { usn: commit(script), attributes: { ...list.attributes, member } })
      return true
    },
    ['piece'],
  )

/** Somebody new with every listing: the directory never comes to rest. */
export const neverAtRest = (): Fault => ({
  name: 'directory that never comes to rest',
  at: ['second-listing'],
  comesTo: 'incomplete',
  meet({ script, search: begun, listed, fromNowOn }) {
    const unit = listed.find(isUnit)
    if (!unit || begun.paging?.cookie !== '') return false
    fromNowOn((search, answer) => {
      if (search.kind === 'second-listing' && search.paging?.cookie === '')
        script.world.push(person(`Restless ${script.world.length}`, unit, Number(commit(script))))
      answer.usual()
    })
    return true
  },
})

/** From here on the account may not see a unit: nothing in it changed, it is just not there any more. */
export const hiddenUnit = (): Fault => ({
  name: 'unit hidden while reading',
  at: ['second-listing'],
  comesTo: 'incomplete',
  meet({ script, answer, search, listed }) {
    const { world } = script
    const unit = world.findLast(isUnit)
    if (!unit || !listed.includes(unit) || search.paging?.cookie !== '') return false
    script.world = world.filter(object => !isBelow(object, unit, world))
    answer.usual()
    return true
  },
})
