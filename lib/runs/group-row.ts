import type { NewGroupChange } from '@/lib/store/group-changes'
import { type GroupChange, isGroupAction } from '@/lib/sync/groups/group-change'
import { groupChangeHash } from '@/lib/sync/groups/group-hash'

/** A row as the plan begins with it; the gate may hold it afterwards. */
export const toGroupRow = (
  change: GroupChange,
  { phase, members = null }: { phase: number; members?: { count: number; hash: string } | null },
): NewGroupChange => ({
  ...change,
  members: members?.count ?? 0,
  hash: groupChangeHash(change, members?.hash ?? null),
  state: isGroupAction(change.kind) ? 'planned' : 'noted',
  phase,
})

/**
 * Groups before those below them, changes of values before lists that may need a freed address, joining before leaving,
 * endings last.
 * @param depth how many units a unit stands in
 */
export function phaseOf({ kind, groupKind }: GroupChange, depth: number): number {
  switch (kind) {
    case 'add':
    case 'link':
      return groupKind === 'list' ? 1_001 : Math.min(depth, 900)
    case 'update':
      return 1_000
    case 'add-members':
      return 2_000
    case 'remove-members':
      return 3_000
    default:
      return 4_000
  }
}
