import * as z from 'zod'
import type { ChangeFilter } from '@/lib/store/changes-list'
import { accountFields, changeKinds, problemCodes, reasonCodes } from '@/lib/sync/change'
import { rowCounters, rowsBehind } from '@/lib/sync/report'

/** A field of the accounts, or one that the company added. */
const Field = z.union([
  z.enum([...accountFields, 'active', 'suspended']),
  z.templateLiteral(['custom.', z.string().regex(/^[A-Za-z0-9]{1,32}$/)]),
])

/** What an address asks for of a plan's rows; what it asks wrongly does not narrow. */
export const FilterQuery = z.object({
  kind: z.enum(changeKinds).optional().catch(undefined),
  reason: z.enum(reasonCodes).optional().catch(undefined),
  unit: z.string().min(1).max(2048).optional().catch(undefined),
  field: Field.optional().catch(undefined),
  problem: z.enum(problemCodes).optional().catch(undefined),
  about: z.string().min(1).max(256).optional().catch(undefined),
  list: z.guid().optional().catch(undefined),
  of: z.string().min(1).max(2048).optional().catch(undefined),
  losing: z.literal('yes').optional().catch(undefined),
  /** Names of counters, with commas between them. */
  counter: z
    .string()
    .transform(names => names.split(','))
    .pipe(z.array(z.enum(rowCounters)).min(1))
    .optional()
    .catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
})

export function filterOf({ losing, counter, q, ...plain }: z.infer<typeof FilterQuery>): ChangeFilter {
  const { kind, reason, unit, field, problem, about, list, of } = plain
  return {
    ...(kind ? { kind } : {}),
    ...(reason ? { reason } : {}),
    ...(unit ? { unit } : {}),
    ...(field ? { field } : {}),
    ...(problem ? { problem } : {}),
    ...(about ? { about } : {}),
    ...(list ? { list } : {}),
    ...(of ? { of } : {}),
    ...(losing ? { losing: true } : {}),
    ...(counter ? { counted: counter.flatMap(rowsBehind) } : {}),
    ...(q ? { query: q } : {}),
  }
}
