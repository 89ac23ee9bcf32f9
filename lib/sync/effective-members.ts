/** A directory's lists as a graph: whatever names its nodes, a canonical DN or a GUID. */
export type ListGraph<Key> = {
  /** What a node is; `other` for whatever was not read: contacts, computers, objects of other domains, deleted ones. */
  kindOf(key: Key): 'person' | 'list' | 'other'
  /** The direct members of a list, whose primary group it is among them; null when they could not be read. */
  membersOf(list: Key): Iterable<Key> | null
}

export type EffectiveMembers<Key> = {
  /** Everybody who is a member of the list, or of a list in it, however deep. */
  people: Set<Key>
  /** The lists inside, without the list itself. */
  lists: Set<Key>
  /** Members that are neither people nor lists of this read: counted, never taken for somebody who left. */
  others: number
  /** Lists on the way whose members are not known: nobody may be taken out because of this answer. */
  unknown: Set<Key>
  /** True when a limit ended the walk: nobody may be taken out either. */
  cut: boolean
}

/** More than any list of any company, and few enough to be kept in memory. */
const most = { lists: 20_000, people: 1_000_000 }

/**
 * Everybody a list reaches. Lists in a circle are visited once; the walk keeps its own stack, so depth does not matter.
 * The order of members changes nothing.
 */
export function effectiveMembers<Key>(
  start: Key,
  graph: ListGraph<Key>,
  limits: typeof most = most,
): EffectiveMembers<Key> {
  const found: EffectiveMembers<Key> = {
    people: new Set(),
    lists: new Set(),
    others: 0,
    unknown: new Set(),
    cut: false,
  }
  const others = new Set<Key>()
  const visited = new Set<Key>([start])
  const waiting = [start]
  for (let list = waiting.pop(); list !== undefined; list = waiting.pop()) {
    const members = graph.membersOf(list)
    if (members === null) found.unknown.add(list)
    for (const member of members ?? []) {
      const kind = graph.kindOf(member)
      if (kind === 'person') found.people.add(member)
      else if (kind === 'other') others.add(member)
      else if (!visited.has(member)) {
        visited.add(member)
        found.lists.add(member)
        waiting.push(member)
      }
      if (found.people.size > limits.people || visited.size > limits.lists)
        return { ...found, others: others.size, cut: true }
    }
  }
  return { ...found, others: others.size }
}

/** What of a list decides about membership; `rid` is the relative identifier of its objectSid, in text. */
export type ListNode = { key: string; members: readonly string[] | null; rid: string | null }
/** What of a person; `primaryGroup` is the value of primaryGroupID. */
export type PersonNode = { key: string; primaryGroup: string | null }

/** The graph of one read. A person is a member of their primary group, although the group does not name them. */
export function listGraph(lists: Iterable<ListNode>, people: Iterable<PersonNode>): ListGraph<string> {
  const byKey = new Map<string, ListNode>()
  const persons = new Set<string>()
  const primary = new Map<string, string[]>()
  for (const list of lists) byKey.set(list.key, list)
  for (const { key, primaryGroup } of people) {
    persons.add(key)
    if (primaryGroup === null) continue
    const members = primary.get(primaryGroup)
    if (members) members.push(key)
    else primary.set(primaryGroup, [key])
  }
  return {
    kindOf: key => (persons.has(key) ? 'person' : byKey.has(key) ? 'list' : 'other'),
    membersOf: key => {
      const list = byKey.get(key)
      if (!list || list.members === null) return null
      return [...list.members, ...((list.rid === null ? null : primary.get(list.rid)) ?? [])]
    },
  }
}
