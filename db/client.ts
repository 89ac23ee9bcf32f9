import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'
import { env } from '@/lib/env'
import { oftenPrepared } from './often-prepared'
import * as schema from './schema/index'

export type Database = PostgresJsDatabase<typeof schema> & { $client: Sql }
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

/**
 * Opens a pool. Nothing connects before the first statement.
 * @param url a postgres:// address; an empty one would silently mean libpq's defaults, so it is refused
 */
export function openDatabase(url: string, options: { max: number }): Database {
  if (!url) throw new Error('The address of the database is missing (DATABASE_URL).')
  // A pooler in transaction mode knows nothing of a statement that another of its connections prepared.
  const isPooled = env().ENROLLMENT_DATABASE_POOLER === 'transaction'
  const shared = { max: options.max, prepare: !isPooled, onnotice: () => {}, connect_timeout: 10 }
  // A process that froze, or a network that swallows, holds its locks no longer than its claims; of a pooler's connections
  // the pooler says how long they wait.
  const patience = {
    idle_in_transaction_session_timeout: Math.max(5_000, Math.ceil(env().ENROLLMENT_LEASE_SECONDS * 1000)),
  }
  // A prepared statement is planned for its values each time: what fits one company is slow for one a thousand times as large.
  const planning = { plan_cache_mode: 'force_custom_plan' }
  const client = postgres(url, { ...shared, ...(isPooled ? {} : { connection: { ...patience, ...planning } }) })
  return drizzle(oftenPrepared(client), { schema })
}

export async function closeClient(database: Database): Promise<void> {
  await database.$client.end({ timeout: 5 })
}
