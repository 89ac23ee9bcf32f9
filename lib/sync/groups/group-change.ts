import type { Anchor } from '@/lib/directory/anchor'

/** What a unit becomes, and what a distribution list does. */
export type GroupKind = 'organizational-group' | 'list'
/** Who made it: a person here, a directory, or Messenger itself. */
export type GroupSource = 'local' | 'directory' | 'system'
/** Who put a member in: the directory, or a person here. Both may have. */
export type MembershipSource = 'local' | 'directory'

/** A group's values as the directory gives them; `parent` is the anchor of the next included unit above. */
export type GroupFields = {
  name: string
  /** Canonical; lists only. */
  address: string | null
  description: string | null
  parent: Anchor | null
}
/** Of a change only what differs. */
export type GroupValues = Partial<GroupFields> & { source?: GroupSource }

/** The group itself, who joins it, or who leaves it. */
export const groupAspects = ['itself', 'joining', 'leaving'] as const
export type GroupAspect = (typeof groupAspects)[number]

export const groupChangeKinds = [
  'add',
  /** The directory has it again: what was let go is taken up again. */
  'link',
  'update',
  'add-members',
  'remove-members',
  /** The link to the directory ends, and it goes on as Messenger's own. */
  'release',
  /** It ends: nothing in it was made by hand. */
  'remove',
  /** Read, and nothing is done; the reason says why. */
  'skip',
  /** Not read: noted, nothing is done yet. */
  'suspect',
  'leave-alone',
] as const
export type GroupChangeKind = (typeof groupChangeKinds)[number]

const notActions: readonly GroupChangeKind[] = ['skip', 'suspect', 'leave-alone']
/** Kinds that take something away; the hold counts these. */
export const groupRemovalKinds = ['remove-members', 'release', 'remove'] as const satisfies readonly GroupChangeKind[]

export const isGroupAction = (kind: GroupChangeKind): boolean => !notActions.includes(kind)

/** Why a row is there. Sentences: `lib/words/en/groups.json`. */
export const groupReasonCodes = [
  'unit-included',
  'list-found',
  'group-back-in-directory',
  'group-renamed',
  'group-moved',
  'group-values-differ',
  'members-in-directory',
  'members-not-in-directory',
  'group-deleted-in-directory',
  'group-absent-twice',
  'unit-not-included-any-more',
  'list-not-taken-any-more',
  // not done
  'group-absent-first-time',
  'group-absent-within-hour',
  'group-absent-in-quick-import',
  'group-look-up-failed',
  'group-present-at-look-up',
  'group-unit-unreadable',
  'group-protected',
  'list-address-in-use',
  'group-changed-since-approval',
  // revert
  'group-run-reverted',
  'group-changed-since-run',
] as const
export type GroupReasonCode = (typeof groupReasonCodes)[number]
export type GroupBecause = { code: GroupReasonCode; args: Record<string, string | number> }

/** One row of a plan about a group; its members, where it is about them, are rows of their own. */
export type GroupChange = {
  anchor: Anchor
  aspect: GroupAspect
  groupKind: GroupKind
  groupId: string | null
  kind: GroupChangeKind
  because: GroupBecause
  read: boolean
  before: GroupValues | null
  after: GroupValues | null
  name: string
}
