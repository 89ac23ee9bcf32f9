import { type SQL, sql } from 'drizzle-orm'

type ColumnType = 'uuid' | 'text' | 'jsonb' | 'boolean' | 'integer' | 'bigint'

/**
 * Rows as a relation for a statement's FROM, called `row`: one array for each column, so that the server parses each value
 * once and knows no row but through its columns. For pages of many rows; JSON is plainer and good enough for a few.
 * A value of a `jsonb` column is whatever JSON can say; null is SQL's null in every column.
 */
export function rowArrays<Row extends Record<string, unknown>>(
  rows: readonly Row[],
  columns: { [Name in keyof Row & string]: ColumnType },
): SQL {
  const named = Object.entries(columns) as [keyof Row & string, ColumnType][]
  const arrays = named.map(([name, type]) => {
    const toText = type === 'jsonb' ? JSON.stringify : String
    return sql`${arrayText(
      rows.map(row => row[name]),
      toText,
    )}::${sql.raw(type)}[]`
  })
  const names = sql.raw(named.map(([name]) => name).join(', '))
  return sql`unnest(${sql.join(arrays, sql`, `)}) as row(${names})`
}

/** An array as PostgreSQL reads it (its manual, 8.15.6). */
function arrayText(values: readonly unknown[], toText: (value: unknown) => string): string {
  return `{${values.map(value => (value === null ? 'NULL' : quoted(toText(value)))).join(',')}}`
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

/** Ids as an array that a statement casts to `uuid[]`. */
export const idArray = (ids: readonly string[]): string => `{${ids.join(',')}}`
