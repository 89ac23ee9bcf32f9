/** The query part of an address, without what is empty; with its question mark where there is anything. */
export function queryOf(values: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams(
    Object.entries(values).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  )
  return query.size === 0 ? '' : `?${query}`
}

export type Direction = 'ascending' | 'descending' | 'none'

/** How a list that is sorted so is sorted by this column. */
export const directionOf = (sort: string, column: string): Direction =>
  sort === column ? 'ascending' : sort === `-${column}` ? 'descending' : 'none'
