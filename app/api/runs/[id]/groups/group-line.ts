import { say } from '@/app/messages/say'
import { plainArguments } from '@/app/ui/unit-words'
import type { GroupChangeRow, MemberNames } from '@/lib/store/group-changes'
import { type GroupValues, isGroupAction } from '@/lib/sync/groups/group-change'
import { sentence } from '@/lib/words/words'
import type { Difference } from '../changes/change-line'

/** Of many members so many are named. */
export const namesShown = 5

/** One row of a plan about an organizational group or a list, in words. */
export type GroupLine = {
  key: string
  /** By which it is chosen, with everything else about the same list or group. */
  anchor: string
  /** Whether an approval of the plan would carry it out. */
  waits: boolean
  name: string
  kindText: string
  changeText: string
  stateText: string | null
  reason: string
  failure: string | null
  differences: Difference[]
  /** Who joins or leaves: the first of them, and how many more there are. */
  members: string[]
  more: number
}

/** What the words of a page need beside its rows. */
export type GroupWords = { members: readonly MemberNames[]; names: ReadonlyMap<string, string> }

export function groupLine(row: GroupChangeRow, words: GroupWords): GroupLine {
  const { anchor, aspect, groupKind, kind, because, state, failure } = row
  const named = words.members.find(one => one.anchor === anchor && one.aspect === aspect)?.names ?? []
  return {
    key: `${anchor} ${aspect}`,
    anchor,
    waits: isGroupAction(kind) && (state === 'planned' || state === 'held'),
    name: row.name,
    kindText: say(`groupKind.${groupKind}`),
    changeText: say(`groupChangeKind.${kind}`),
    stateText: state === 'noted' || state === 'planned' ? null : say(`changeState.${state}`),
    reason: sentence(because.code, plainArguments(because.args), 'groups'),
    failure: failure === null ? null : sentence(failure, {}, 'runs'),
    differences: differences(row.before, row.after, words),
    members: named,
    more: row.members - named.length,
  }
}

function differences(before: GroupValues | null, after: GroupValues | null, { names }: GroupWords): Difference[] {
  const text = (field: 'name' | 'address' | 'description' | 'parent' | 'source', side: GroupValues | null) => {
    const value = side?.[field] ?? null
    if (field === 'parent') return value === null ? null : (names.get(value) ?? value)
    return field === 'source' && value !== null ? say(`groupSource.${value as 'local'}`) : value
  }
  return (['name', 'address', 'description', 'parent', 'source'] as const)
    .map(field => ({ field: say(`groupField.${field}`), before: text(field, before), after: text(field, after) }))
    .filter(one => one.before !== one.after)
}
