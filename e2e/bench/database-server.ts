import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { migrate } from '@/db/migrate'
import { freePort } from '@/lib/launch/ports'
import { clusterFolder, createCluster, runningServer } from '@/lib/launch/postgres-cluster'
import { type PostgresPlace, postgresPlace } from '@/lib/launch/postgres-place'

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

export async function startDatabase(folder: string): Promise<DatabaseServer> {
  const data = path.join(folder, 'database')
  mkdirSync(data, { recursive: true })
  // As root, PostgreSQL's own user must get through to the data.
  for (const each of [folder, data]) chmodSync(each, 0o755)
  const place = postgresPlace(data)
  createCluster(place, owner, owner)
  const port = await freePort()
  const child = await start(place, port, path.join(folder, 'postgres.log'))
  const urlOf = (database: string) => `postgres://${owner}:${owner}@127.0.0.1:${port}/${database}`
  const ownerUrl = urlOf(await createDatabase(urlOf('postgres')))
  const { portalUrl } = await migrate({ ownerUrl, secret })
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  const stop = async () => {
    await sql.end()
    await end(child)
  }
  return { sql, ownerUrl, portalUrl, secret, stop }
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

async function start(place: PostgresPlace, port: number, log: string): Promise<ChildProcess> {
  const cluster = clusterFolder(place)
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...databaseSettings }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const output = openSync(log, 'w')
  const child = spawn(path.join(place.native, 'bin', 'postgres'), ['-D', cluster, '-p', String(port), ...flags], {
    stdio: ['ignore', output, output],
    cwd: cluster,
    ...place.user,
  })
  for (let attempt = 0; attempt < 600 && child.exitCode === null; attempt++) {
    if (runningServer(cluster)?.ready) return child
    await sleep(50)
  }
  throw new Error(`PostgreSQL did not start, see ${log}`)
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  child.kill('SIGINT')
  await ended
}
