import * as z from 'zod'
import type { ChangeFilter } from '@/lib/store/changes-list'
import { changeKinds, problemCodes, reasonCodes } from '@/lib/sync/change'

/** What an address asks for of a plan's rows; what it asks wrongly does not narrow. */
export const FilterQuery = z.object({
  kind: z.enum(changeKinds).optional().catch(undefined),
  reason: z.enum(reasonCodes).optional().catch(undefined),
  unit: z.string().min(1).max(2048).optional().catch(undefined),
  problem: z.enum(problemCodes).optional().catch(undefined),
  about: z.string().min(1).max(256).optional().catch(undefined),
  list: z.guid().optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
})

export function filterOf({ kind, reason, unit, problem, about, list, q }: z.infer<typeof FilterQuery>): ChangeFilter {
  return {
    ...(kind ? { kind } : {}),
    ...(reason ? { reason } : {}),
    ...(unit ? { unit } : {}),
    ...(problem ? { problem } : {}),
    ...(about ? { about } : {}),
    ...(list ? { list } : {}),
    ...(q ? { query: q } : {}),
  }
}
