import * as z from 'zod'
import { type PeopleFilter, type PeopleSort, peopleColumns, peopleStatuses } from '@/lib/store/people-list'

/** In an address: people without a department. No department is called so, because values are trimmed. */
export const withoutDepartment = ' '

const sorts = peopleColumns.flatMap(column => [column, `-${column}`] as const)

/** What the address of the list asks for; what it asks wrongly does not narrow. */
export const PeopleSearch = z.object({
  q: z.string().trim().max(200).optional().catch(undefined),
  status: z.enum(peopleStatuses).optional().catch(undefined),
  department: z.string().max(64).optional().catch(undefined),
  connector: z.uuid().optional().catch(undefined),
  loggedOn: z.literal('never').optional().catch(undefined),
  directory: z.literal('none').optional().catch(undefined),
  sort: z
    .enum(sorts as [PeopleSort, ...PeopleSort[]])
    .optional()
    .catch(undefined),
})
export type PeopleSearch = z.infer<typeof PeopleSearch>

export const filterOf = ({ q, status, department, connector, loggedOn, directory }: PeopleSearch): PeopleFilter => ({
  query: q,
  status,
  department: department === withoutDepartment ? '' : department || undefined,
  connectorId: connector,
  neverLoggedOn: loggedOn === 'never',
  notInDirectory: directory === 'none',
})

/** Whether anything narrows the list. */
export const isNarrowed = ({ sort: _, ...search }: PeopleSearch): boolean =>
  Object.values(search).some(value => value !== undefined && value !== '')
