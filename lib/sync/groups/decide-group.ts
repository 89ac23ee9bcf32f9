import type { Anchor } from '@/lib/directory/anchor'
import type { GoneGroupPolicy } from '@/lib/settings/groups'
import type { GroupBecause, GroupChange, GroupFields, GroupKind, GroupReasonCode, GroupValues } from './group-change'

/** A unit or a list as this read has it. */
export type ReadGroup = {
  anchor: Anchor
  kind: GroupKind
  fields: GroupFields
  /** Whether it becomes a group here; `unclear` where the way up to a rule could not be read. */
  placement: 'in' | 'out' | 'unclear'
}

/** What it became in an earlier run. */
export type JoinedGroup = {
  anchor: Anchor
  kind: GroupKind
  groupId: string
  fields: GroupFields
  suspectedAt: Date | null
  /** True when it was let go and is Messenger's own since then. */
  released: boolean
  /** How much in it was made by hand: members, lists in it, groups below it. */
  handMade: number
}

/** What decides beside the group itself. */
export type GroupRules = {
  gone: GoneGroupPolicy
  /** The rule or entry that protects it; null = none. */
  shield: string | null
}

const fieldNames = ['name', 'address', 'description', 'parent'] as const

/** What happens to a unit or list that was read; null = nothing, and nothing is stored. Its GUID alone says which one it is. */
export function decideGroup(
  read: ReadGroup,
  joined: JoinedGroup | null,
  rules: GroupRules & { addressTaken: boolean },
): GroupChange | null {
  if (joined === null || joined.released) return read.placement === 'in' ? begin(read, joined, rules) : null
  if (read.placement === 'unclear') return null
  if (read.placement === 'out') {
    const code = read.kind === 'list' ? 'list-not-taken-any-more' : 'unit-not-included-any-more'
    return end(joined, rules, { code, args: {} }, true)
  }
  const difference = differenceOf(joined.fields, read.fields)
  if (difference === null) return null
  if (difference.after.address !== undefined && rules.addressTaken) return addressInUse(read, joined)
  const change = { kind: 'update', because: reasonOf(joined.fields, read.fields, difference), ...difference } as const
  return guarded(rules, groupChange(joined, { ...change, read: true, name: read.fields.name }))
}

/** New here, or taken up again. */
function begin(
  read: ReadGroup,
  joined: JoinedGroup | null,
  rules: GroupRules & { addressTaken: boolean },
): GroupChange | null {
  if (rules.addressTaken) return addressInUse(read, joined)
  const { anchor, kind: groupKind, fields } = read
  if (joined === null) {
    const code = groupKind === 'list' ? 'list-found' : 'unit-included'
    const added = { kind: 'add', because: { code, args: {} }, before: null, after: fields, read: true } as const
    return groupChange({ anchor, kind: groupKind, groupId: null }, { ...added, name: fields.name })
  }
  const { before, after } = differenceOf(joined.fields, fields) ?? { before: {}, after: {} }
  const change = groupChange(joined, {
    kind: 'link',
    because: { code: 'group-back-in-directory', args: {} },
    before: { ...before, source: 'local' },
    after: { ...after, source: 'directory' },
    read: true,
    name: fields.name,
  })
  return guarded(rules, change)
}

const addressInUse = ({ anchor, kind, fields }: ReadGroup, joined: JoinedGroup | null): GroupChange =>
  groupChange(
    { anchor, kind, groupId: joined?.groupId ?? null },
    {
      kind: 'skip',
      because: { code: 'list-address-in-use', args: { address: fields.address ?? '' } },
      ...{ before: null, after: null, read: true, name: fields.name },
    },
  )

/** It goes on as Messenger's own, or ends where the policy says so and nothing in it was made by hand. */
export function end(joined: JoinedGroup, rules: GroupRules, because: GroupBecause, read: boolean): GroupChange {
  const removed = rules.gone === 'remove' && joined.handMade === 0
  const { name } = joined.fields
  const what = removed
    ? ({ kind: 'remove', before: joined.fields, after: null } as const)
    : ({ kind: 'release', before: { source: 'directory' }, after: { source: 'local' } } as const)
  return guarded(rules, groupChange(joined, { ...what, because, read, name }))
}

/** What is protected is left as it is, and the plan says so. */
function guarded({ shield }: GroupRules, change: GroupChange): GroupChange {
  if (shield === null) return change
  return {
    ...change,
    kind: 'skip',
    because: { code: 'group-protected', args: { rule: shield } },
    before: null,
    after: null,
  }
}

export const groupChange = (
  { anchor, kind: groupKind, groupId }: { anchor: Anchor; kind: GroupKind; groupId: string | null },
  what: Pick<GroupChange, 'kind' | 'because' | 'before' | 'after' | 'read' | 'name'>,
): GroupChange => ({ anchor, aspect: 'itself', groupKind, groupId, ...what })

function differenceOf(present: GroupFields, wanted: GroupFields): { before: GroupValues; after: GroupValues } | null {
  const different = fieldNames.filter(field => present[field] !== wanted[field])
  if (different.length === 0) return null
  const of = (fields: GroupFields): GroupValues => Object.fromEntries(different.map(field => [field, fields[field]]))
  return { before: of(present), after: of(wanted) }
}

function reasonOf(present: GroupFields, wanted: GroupFields, { after }: { after: GroupValues }): GroupBecause {
  const count = Object.keys(after).length
  if (count > 1) return { code: 'group-values-differ', args: { count } }
  if (after.name !== undefined) return { code: 'group-renamed', args: { from: present.name, to: wanted.name } }
  if (after.parent !== undefined) return { code: 'group-moved', args: {} }
  return { code: 'group-values-differ', args: { count } }
}

/** What is known of a group that this read did not deliver. */
export type AbsentGroup = {
  joined: JoinedGroup
  /** null = the server answered that there is no such object; `failed` = it did not answer. */
  lookUp: { deleted: boolean; where: 'unread' | 'outside' } | null | 'failed'
  /** False after a quick import. */
  completeRead: boolean
  /** True when the unit it stood in was delivered by this read. */
  parentReadable: boolean
  now: Date
}

const hour = 3_600_000

/** A tombstone that was seen counts at once; absence alone after a second complete read an hour later. */
export function decideAbsentGroup(absent: AbsentGroup, rules: GroupRules): GroupChange {
  const { joined, lookUp, completeRead, parentReadable, now } = absent
  const note = (kind: 'suspect' | 'leave-alone', code: GroupReasonCode) =>
    groupChange(joined, {
      ...{ kind, because: { code, args: {} }, before: null, after: null },
      ...{ read: false, name: joined.fields.name },
    })
  if (lookUp === 'failed') return note('leave-alone', 'group-look-up-failed')
  if (lookUp?.deleted) return end(joined, rules, { code: 'group-deleted-in-directory', args: {} }, false)
  if (lookUp?.where === 'unread') return note('leave-alone', 'group-present-at-look-up')
  if (lookUp) {
    const code = joined.kind === 'list' ? 'list-not-taken-any-more' : 'unit-not-included-any-more'
    return end(joined, rules, { code, args: {} }, false)
  }
  if (!completeRead) return note('leave-alone', 'group-absent-in-quick-import')
  if (!parentReadable) return note('leave-alone', 'group-unit-unreadable')
  if (joined.suspectedAt === null) return note('suspect', 'group-absent-first-time')
  if (now.getTime() - joined.suspectedAt.getTime() < hour) return note('suspect', 'group-absent-within-hour')
  const since = joined.suspectedAt.toISOString()
  return end(joined, rules, { code: 'group-absent-twice', args: { since } }, false)
}
