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
