import type { GroupMember } from '@/lib/store/groups'

export const membersAtOnce = 50

/** Some members of a group, and whether there are more after them. */
export type Members = { rows: GroupMember[]; more: boolean }

/** Of the members that were read, one more than asked for. */
export const membersOf = (read: readonly GroupMember[]): Members => ({
  rows: read.slice(0, membersAtOnce),
  more: read.length > membersAtOnce,
})
