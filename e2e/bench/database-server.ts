import { chmodSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import postgres, { type Sql } from 'postgres'
import { migrate } from '@/db/migrate'
import { freePort } from '@/lib/launch/ports'
import { clusterFolder, createCluster, runningServer } from '@/lib/launch/postgres-cluster'
import { type PostgresPlace, postgresPlace } from '@/lib/launch/postgres-place'
import { type KeptServer, keepServer } from './kept-server'

/** The PostgreSQL that all rows write to, with the product's schema. */
export type DatabaseServer = {
  /** The owner's connection, for setting up and looking at what came. */
  sql: Sql
  ownerUrl: string
  /** As portal and worker connect: under row-level security. */
  portalUrl: string
  secret: string
  stop(): Promise<void>
}

const owner = 'owner'
const secret = 'the measurements share this secret, which opens nothing'
/** As a small server of one's own has them: everything that is committed is on the disk. */
export const databaseSettings = { shared_buffers: '512MB', max_wal_size: '8GB', checkpoint_timeout: '30min' }

/** @param further settings of this server beside those of all */
export async function startDatabase(folder: string, further: Record<string, string> = {}): Promise<DatabaseServer> {
  const data = path.join(folder, 'database')
  mkdirSync(data, { recursive: true })
  // As root, PostgreSQL's own user must get through to the data.
  for (const each of [folder, data]) chmodSync(each, 0o755)
  const place = postgresPlace(data)
  createCluster(place, owner, owner)
  const port = await freePort()
  const server = await start(place, port, path.join(folder, 'postgres.log'), further)
  try {
    const urlOf = (database: string) => `postgres://${owner}:${owner}@127.0.0.1:${port}/${database}`
    const ownerUrl = urlOf(await createDatabase(urlOf('postgres')))
    const { portalUrl } = await migrate({ ownerUrl, secret })
    const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
    const stop = async () => {
      await sql.end()
      await server.stop()
    }
    return { sql, ownerUrl, portalUrl, secret, stop }
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function createDatabase(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await sql`drop database if exists bench with (force)`
    await sql`create database bench`
    return 'bench'
  } finally {
    await sql.end()
  }
}

function start(place: PostgresPlace, port: number, log: string, further: Record<string, string>): Promise<KeptServer> {
  const cluster = clusterFolder(place)
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...databaseSettings, ...further }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const program = path.join(place.native, 'bin', 'postgres')
  const args = ['-D', cluster, '-p', String(port), ...flags]
  return keepServer(
    // What is open then is ended: nothing waits for a measured program that hangs.
    { program, args, log, signal: 'SIGINT', cwd: cluster, ...(place.user ? { user: place.user } : {}) },
    () => runningServer(cluster)?.ready ?? false,
  )
}
