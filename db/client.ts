import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'
import * as schema from './schema/index'

export type Database = PostgresJsDatabase<typeof schema> & { $client: Sql }
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/**
 * Opens a pool. Nothing connects before the first statement.
 * @param url a postgres:// address; an empty one would silently mean libpq's defaults, so it is refused
 */
export function openDatabase(url: string, options: { max: number }): Database {
  if (!url) throw new Error('The address of the database is missing (DATABASE_URL).')
  const client = postgres(url, { max: options.max, prepare: true, onnotice: () => {}, connect_timeout: 10 })
  return drizzle(client, { schema })
}

export async function closeClient(database: Database): Promise<void> {
  await database.$client.end({ timeout: 5 })
}
