import * as z from 'zod'
import {
  directoryViews,
  plans,
  reviews,
  type UnmanagedFilter,
  type UnmanagedSort,
  unmanagedColumns,
  unmanagedStatuses,
} from '@/lib/store/unmanaged-list'

const sorts = unmanagedColumns.flatMap(column => [column, `-${column}`] as const)
/** For how many days nobody signed in: `never` at all. */
export const idleChoices = ['never', '30', '90', '365'] as const

const oneOf = <T extends string>(values: readonly T[]) =>
  z
    .enum(values as [T, ...T[]])
    .optional()
    .catch(undefined)

/** What the address of the list asks for; what it asks wrongly does not narrow. */
export const UnmanagedSearch = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  status: oneOf(unmanagedStatuses),
  directory: oneOf(directoryViews),
  plan: oneOf(plans),
  review: oneOf(reviews),
  domain: z.string().max(253).optional().catch(undefined),
  idle: oneOf(idleChoices),
  sort: oneOf<UnmanagedSort>(sorts),
})
export type UnmanagedSearch = z.infer<typeof UnmanagedSearch>

export const filterOf = ({ q, domain, idle, sort: _, ...chosen }: UnmanagedSearch): UnmanagedFilter => ({
  ...chosen,
  query: q,
  domain: domain || undefined,
  idleDays: idle === undefined ? undefined : idle === 'never' ? 0 : Number(idle),
})

/** Whether anything narrows the list. */
export const isNarrowed = ({ sort: _, ...search }: UnmanagedSearch): boolean =>
  Object.values(search).some(value => value !== undefined && value !== '')
