import * as z from 'zod'
import { planTypes, teamManagements, teamStatuses } from '@/lib/settings/teams'
import { type TeamFilter, type TeamSort, teamColumns } from '@/lib/store/teams-list'

const sorts = teamColumns.flatMap(column => [column, `-${column}`] as const)

/** What the address of a list of teams asks for; what it asks wrongly does not narrow. */
export const TeamSearch = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  plan: z.enum(planTypes).optional().catch(undefined),
  status: z.enum(teamStatuses).optional().catch(undefined),
  management: z.enum(teamManagements).optional().catch(undefined),
  externals: z.literal('some').optional().catch(undefined),
  sort: z
    .enum(sorts as [TeamSort, ...TeamSort[]])
    .optional()
    .catch(undefined),
})
export type TeamSearch = z.infer<typeof TeamSearch>

export const filterOf = (managed: boolean, { q, plan, status, management, externals }: TeamSearch): TeamFilter => ({
  ...{ managed, query: q, plan, status, management },
  withExternals: externals === 'some',
})

/** Whether anything narrows the list. */
export const isNarrowed = ({ q, plan, status, management, externals }: TeamSearch): boolean =>
  [q, plan, status, management, externals].some(value => value !== undefined && value !== '')
