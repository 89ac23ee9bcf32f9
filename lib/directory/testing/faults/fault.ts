import { honestPage, listedBy, type Page } from '../honest-answer'
import type { Search } from '../requests'
import type { Answer, Script } from '../scripted-server'
import type { WorldObject } from '../world'

/** A search that a fault stands in the way of. */
export type Meeting = {
  search: Search
  answer: Answer
  script: Script
  /** What an honest server gives for it; a search that is no listing has no entries here. */
  page: Page
  /** Everything that an honest server lists for it, on whatever page. */
  listed: readonly WorldObject[]
  /** Answers this search and every later one. */
  fromNowOn(answer: (search: Search, answer: Answer) => void): void
}

/** The kinds of searches, and pieces of a list's members told from other reads of one entry. */
export type Kind = Search['kind'] | 'piece'

/** One way in which a server fails, lies or has its people change while they are read. */
export type Fault = {
  name: string
  /** The searches that it can befall. */
  at: readonly Kind[]
  /** What a read that met it may come to. A change is no fault of anybody: the read is complete, or honest about it. */
  comesTo: 'complete' | 'incomplete' | 'either' | 'change'
  /** An untruth in good form: told alike in both listings, it cannot be told from the truth. */
  isLie?: true
  /** Answers the search. @returns false when there was nothing here for it to spoil, and nothing was answered */
  meet(meeting: Meeting): boolean
}

/** Where a fault waits: at the nth search of a kind, counted from 0 over the whole read. */
export type Placed = { fault: Fault; kind: Kind; nth: number }

/** The world as it was when a search arrived. */
export type Moment = { search: Search; world: WorldObject[] }

export type Played = { script: Script; met: Placed[]; moments: Moment[] }

/** Puts faults into an honest script. Where two wait at the same search, the first one that finds something to spoil acts. */
export function withFaults(honest: Script, placed: readonly Placed[]): Played {
  const counts = new Map<Kind, number>()
  const met: Placed[] = []
  const moments: Moment[] = []
  let takenOver: ((search: Search, answer: Answer) => void) | undefined
  const search: Script['search'] = (asked, answer, script) => {
    const kind = kindOf(asked)
    const nth = counts.get(kind) ?? 0
    counts.set(kind, nth + 1)
    const moment = () => moments.push({ search: asked, world: script.world.map(object => ({ ...object })) })
    const page = asked.paging ? honestPage(asked, script) : { objects: [], cookie: '' }
    const listed = asked.paging ? listedBy(asked, script) : []
    const fromNowOn = (take: typeof takenOver) => {
      takenOver = take
      take?.(asked, answer)
    }
    moment()
    if (takenOver) return takenOver(asked, answer)
    const waiting = placed.filter(one => one.kind === kind && one.nth === nth)
    const meets = waiting.find(({ fault }) => fault.meet({ search: asked, answer, script, page, listed, fromNowOn }))
    if (!meets) return answer.usual()
    met.push(meets)
    moment()
  }
  return { script: { ...honest, search }, met, moments }
}

const kindOf = ({ kind, attributes }: Search): Kind =>
  kind === 'base' && attributes.some(name => name.startsWith('member;range=')) ? 'piece' : kind

export const listings = ['first-listing', 'second-listing', 'fetch'] as const
export const anySearch = ['root-dse', 'base', ...listings] as const
export const anywhere = [...anySearch, 'piece'] as const

/** Makes a fault that always finds something to spoil. */
export const always = (
  name: string,
  at: Fault['at'],
  comesTo: Fault['comesTo'],
  meet: (meeting: Meeting) => void,
): Fault => ({
  ...{ name, at, comesTo },
  meet: meeting => {
    meet(meeting)
    return true
  },
})
