import * as z from 'zod'
import { type GroupFilter, type GroupSort, groupColumns } from '@/lib/store/groups'
import type { GroupKind } from '@/lib/sync/groups/group-change'

const sorts = groupColumns.flatMap(column => [column, `-${column}`] as const)

/** What the address of a list of groups or lists asks for; what it asks wrongly does not narrow. */
export const GroupSearch = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  source: z.enum(['local', 'directory', 'system']).optional().catch(undefined),
  sort: z
    .enum(sorts as [GroupSort, ...GroupSort[]])
    .optional()
    .catch(undefined),
})
export type GroupSearch = z.infer<typeof GroupSearch>

export const filterOf = (kind: GroupKind, { q, source }: GroupSearch): GroupFilter => ({ kind, query: q, source })
