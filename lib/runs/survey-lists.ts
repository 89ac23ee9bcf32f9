import type { ListSurvey, SurveyedList } from '@/lib/connectors/job-request'
import type { Anchor } from '@/lib/directory/anchor'
import type { DirectoryObject } from '@/lib/directory/source'
import { ownDnKey, storedDnKey } from '@/lib/directory/stored-dn-key'
import { effectiveMembers, type ListGraph, listGraph } from '@/lib/sync/effective-members'
import { isDistributionList } from '@/lib/sync/groups/place-list'
import { isSomebody, type Survey, standing, surveyObjects, unitOf } from './survey'

/** More than any company has; and people counted in all of them together, so that a page gets its answer. */
const most = { objects: 1_000_000, visits: 5_000_000 }

type Read = {
  lists: DirectoryObject[]
  people: { key: string; parent: Anchor | null; primaryGroup: string | null }[]
  units: ReturnType<typeof unitOf>[]
  partial: boolean
}

/**
 * Every distribution list of the directory as it is now, with whom it reaches, sorted by name.
 * @param chosen whose people are counted together: what choosing these lists comes to
 * @throws ReadFailure
 */
export async function surveyLists(survey: Survey, chosen: readonly string[]): Promise<ListSurvey> {
  const read = await readEverything(survey)
  const graph = graphOf(read)
  const stands = standing(read.units, survey)
  const outside = new Set(read.people.filter(({ parent }) => !stands(parent)).map(({ key }) => key))
  const lists = read.lists.filter(isList)
  const count = counter(graph, outside)
  return {
    lists: lists.map(count).sort((a, b) => a.name.localeCompare(b.name, 'en') || a.dn.localeCompare(b.dn, 'en')),
    reach: reachOf(lists, chosen, { graph, outside }),
    gone: read.partial ? [] : goneOf(lists, chosen),
    partial: read.partial,
  }
}

async function readEverything(survey: Survey): Promise<Read> {
  const read: Omit<Read, 'partial'> = { lists: [], people: [], units: [] }
  let objects = 0
  const partial = await surveyObjects(survey, { attributes: [], lists: true }, object => {
    objects += 1
    if (object.kind === 'list') read.lists.push(object)
    if (object.kind === 'unit') read.units.push(unitOf(object))
    if (isSomebody(object)) {
      const { dn, parent, attributes } = object
      read.people.push({ key: ownDnKey(dn), parent, primaryGroup: attributes.primaryGroupID?.[0] ?? null })
    }
    return objects < most.objects
  })
  return { ...read, partial }
}

const graphOf = ({ lists, people }: Read): ListGraph<string> =>
  listGraph(
    lists.map(({ dn, members, attributes }) => ({
      key: ownDnKey(dn),
      members: members?.map(member => storedDnKey(member) ?? member) ?? null,
      rid: attributes.objectSid?.[0]?.split('-').at(-1) ?? null,
    })),
    people,
  )

function isList({ attributes }: DirectoryObject): boolean {
  const first = (name: string) => attributes[name]?.[0] ?? null
  return isDistributionList({
    groupType: first('groupType'),
    mail: first('mail'),
    isCriticalSystemObject: first('isCriticalSystemObject'),
  })
}

function counter(graph: ListGraph<string>, outside: ReadonlySet<string>): (list: DirectoryObject) => SurveyedList {
  let visits = 0
  return ({ anchor, dn, attributes, members }) => {
    const about = {
      anchor,
      dn,
      name: attributes.displayName?.[0] ?? attributes.cn?.[0] ?? dn,
      address: attributes.mail?.[0] ?? null,
    }
    if (visits >= most.visits || members === undefined) return { ...about, reached: null }
    const found = effectiveMembers(ownDnKey(dn), graph)
    visits += found.people.size + found.lists.size
    if (found.cut || found.unknown.size > 0) return { ...about, reached: null }
    const away = [...found.people].filter(person => outside.has(person)).length
    return {
      ...about,
      reached: { people: found.people.size, lists: found.lists.size, outside: away, others: found.others },
    }
  }
}

function goneOf(lists: readonly DirectoryObject[], chosen: readonly string[]): string[] {
  const there = new Set<string>(lists.map(({ anchor }) => anchor))
  return chosen.filter(anchor => !there.has(anchor.toLowerCase()))
}

/** Everybody whom these lists reach, each once. */
function reachOf(
  lists: readonly DirectoryObject[],
  chosen: readonly string[],
  { graph, outside }: { graph: ListGraph<string>; outside: ReadonlySet<string> },
): ListSurvey['reach'] {
  const wanted = new Set(chosen.map(anchor => anchor.toLowerCase()))
  const people = new Set<string>()
  for (const { anchor, dn } of lists)
    if (wanted.has(anchor)) for (const person of effectiveMembers(ownDnKey(dn), graph).people) people.add(person)
  return { people: people.size, outside: [...people].filter(person => outside.has(person)).length }
}
