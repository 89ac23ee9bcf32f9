import { type Anchor, parseAnchor } from '../anchor'
import { entryMessage } from './messages'
import type { Search } from './requests'
import type { Answer, Script } from './scripted-server'
import { rootDse, type WorldObject } from './world'

/** One page as an honest server gives it. */
export type Page = { objects: WorldObject[]; cookie: string }

/** Answers what is true of the script's world. */
export function answerHonestly(search: Search, script: Script, answer: Pick<Answer, 'entry' | 'done' | 'raw'>): void {
  if (search.kind === 'root-dse') {
    answer.raw(entryMessage(search.id, '', script.rootDse ?? rootDse))
    answer.done({})
  } else if (search.kind === 'base') {
    const found = baseOf(search, visibleTo(search, script))
    if (found) answer.entry(found)
    answer.done(found ? {} : { code: 32 })
  } else {
    const { objects, cookie } = honestPage(search, script)
    for (const object of objects) answer.entry(object)
    answer.done({ cookie })
  }
}

/**
 * The page that this search asks for. A cookie is a place in the world, so whoever comes or goes meanwhile moves nobody
 * else; where pages are planned it also counts them.
 */
export function honestPage(search: Search, script: Script): Page {
  const { world, pages } = script
  const listed = new Set(listedBy(search, script))
  const [from = 0, number = 0] = (search.paging?.cookie || '0').split('+').map(Number)
  const asked = search.paging?.size ?? world.length
  const size = pages ? Math.min(pages[number % pages.length] ?? asked, asked) : asked
  const objects: WorldObject[] = []
  let at = from
  for (; at < world.length && objects.length < size; at++) {
    const object = world[at]
    if (object && listed.has(object)) objects.push(object)
  }
  if (!world.slice(at).some(object => listed.has(object))) return { objects, cookie: '' }
  return { objects, cookie: pages ? `${at}+${number + 1}` : String(at) }
}

/** Everything that a listing names, without its pages. */
export function listedBy(search: Search, script: Script): WorldObject[] {
  const visible = visibleTo(search, script)
  const base = baseOf(search, visible)
  const inside = base ? visible.filter(object => isBelow(object, base, script.world)) : visible
  return search.kind === 'fetch' ? inside.filter(object => search.frame.includes(object.guid)) : inside
}

function visibleTo(search: Search, { world, showsDeleted }: Script): WorldObject[] {
  const seesDeleted = search.controls.includes('1.2.840.113556.1.4.417') && showsDeleted !== false
  return world.filter(object => !object.deleted || seesDeleted)
}

const baseOf = ({ base }: Search, visible: readonly WorldObject[]): WorldObject | undefined => {
  const anchor: Anchor | null = parseAnchor(/^<GUID=(.*)>$/.exec(base)?.[1] ?? '')
  return visible.find(object => object.anchor === anchor || object.dn === base)
}

/** Whether an object is the base or stands somewhere below it. */
export function isBelow(object: WorldObject, base: WorldObject, world: readonly WorldObject[]): boolean {
  for (let at: WorldObject | undefined = object; at; ) {
    if (at.anchor === base.anchor) return true
    const { parent }: WorldObject = at
    at = parent ? world.find(other => other.guid.equals(parent)) : undefined
  }
  return false
}
