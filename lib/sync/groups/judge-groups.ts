import type { Hold } from '../change'
import type { GroupKind } from './group-change'

/** When changes of groups wait for a person (DESIGN §4): shares are between 0 and 1. */
export const groupLimits = {
  /** Of a list's members whom the directory gave it; the share counts only from this size. */
  members: { share: 0.2, from: 20, allAbove: 3 },
  /** Of a connector's organizational groups, or lists, that end or are let go in one run. */
  groups: { share: 0.2, always: 3 },
} as const

/** A list with the members that the directory gave it at the start, and how many of them this plan takes out. */
export type ListCounts = { name: string; members: number; leaving: number }
/** The groups of one kind at the start, and how many of them end or are let go. */
export type GroupCounts = { kind: GroupKind; linked: number; ending: number }

/** Why the removals among groups and memberships wait; all of them or none. An empty list is never a fact by itself. */
export function judgeGroups(lists: readonly ListCounts[], groups: readonly GroupCounts[]): Hold[] {
  const { members, groups: most } = groupLimits
  const emptied = lists.filter(list => list.leaving >= list.members && list.members > members.allAbove)
  const shrunk = lists.filter(
    list => !emptied.includes(list) && list.members >= members.from && list.leaving > members.share * list.members,
  )
  const lost = groups.filter(({ linked, ending }) => ending > Math.max(most.always, most.share * linked))
  return [
    ...holdOfLists('list-loses-all', emptied),
    ...holdOfLists('list-loses-members', shrunk),
    ...lost.map(
      ({ kind, linked, ending }): Hold => ({
        code: 'groups-over-limit',
        covers: 'groups',
        args: { kind, linked, ending },
      }),
    ),
  ]
}

/** One hold for all lists of a sort; it names the one that loses most. */
function holdOfLists(code: 'list-loses-all' | 'list-loses-members', lists: readonly ListCounts[]): Hold[] {
  const [worst] = [...lists].sort((a, b) => b.leaving - a.leaving || (a.name < b.name ? -1 : 1))
  if (!worst) return []
  const { name: list, members, leaving } = worst
  return [{ code, covers: 'groups', args: { lists: lists.length, list, members, leaving } }]
}
