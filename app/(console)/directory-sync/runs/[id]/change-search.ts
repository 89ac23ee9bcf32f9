import type { ChangeKind } from '@/lib/sync/change'

export type SortColumn = 'name' | 'kind' | 'reason'
export type Sort = SortColumn | `-${SortColumn}`
const sorts = ['name', '-name', 'kind', '-kind', 'reason', '-reason'] as const satisfies readonly Sort[]

const narrowing = ['kind', 'reason', 'unit', 'field', 'problem', 'about', 'list', 'of', 'losing', 'counter'] as const
type Narrowing = (typeof narrowing)[number]

/** What is looked for among a plan's rows; null does not narrow. */
export type ChangeSearch = { text: string; sort: Sort; page: number; kind: ChangeKind | null } & Record<
  Exclude<Narrowing, 'kind'>,
  string | null
>

export const everything: ChangeSearch = {
  ...{ text: '', kind: null, reason: null, unit: null, problem: null, about: null, list: null, of: null },
  ...{ field: null, losing: null, counter: null, sort: 'name', page: 1 },
}

export const isNarrowed = (search: ChangeSearch): boolean => filterQuery(search) !== ''

/** What narrows the rows, as an address asks for it. */
export function filterQuery({ text, ...search }: ChangeSearch): string {
  const query = new URLSearchParams()
  for (const name of narrowing) if (search[name] !== null) query.set(name, search[name])
  if (text.trim() !== '') query.set('q', text.trim())
  return query.toString()
}

/** Everything that is asked for, as the page's own address tells it; what is usual is left out. */
export function addressQuery(search: ChangeSearch): string {
  const query = new URLSearchParams(filterQuery(search))
  if (search.sort !== everything.sort) query.set('sort', search.sort)
  if (search.page > 1) query.set('page', String(search.page))
  return query.toString()
}

/** What an address asks for; the server judges the words, and what it does not know does not narrow. */
export function searchIn(query: Pick<URLSearchParams, 'get'>): ChangeSearch {
  const asked = Object.fromEntries(narrowing.map(name => [name, query.get(name) || null])) as Pick<
    ChangeSearch,
    Narrowing
  >
  const page = Math.trunc(Number(query.get('page')))
  return {
    ...asked,
    text: query.get('q') ?? '',
    sort: sorts.find(sort => sort === query.get('sort')) ?? everything.sort,
    page: page >= 1 ? page : 1,
  }
}
