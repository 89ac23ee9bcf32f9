import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { type Child, startChild } from './child'
import { type DataFolder, keptSecret, readPort } from './data-folder'
import { keptPort } from './ports'
import { clusterFolder, createCluster, runningServer } from './postgres-cluster'
import { type PostgresPlace, postgresPlace } from './postgres-place'
import { Refusal, sentences } from './sentences'

export type LocalPostgres = { ownerUrl: string; child: Child; log: string }

const DATABASE = 'enrollment'
const LEFTOVER_SECONDS = 15

/**
 * Starts the PostgreSQL that belongs to the data folder, creating it on the first start.
 * @throws Refusal when a server from before does not go away, or when this one does not start
 */
export async function startPostgres(folder: DataFolder, programs: string): Promise<LocalPostgres> {
  const place = postgresPlace(folder.path)
  if (place.home !== folder.path) folder.write('where', place.home)
  await waitForLeftover(clusterFolder(place))
  const password = keptSecret(folder, 'postgres-password')
  createCluster(place, password)
  const port = await keptPort(readPort(folder, 'postgres-port'))
  folder.write('postgres-port', String(port))
  const log = join(folder.path, 'postgres.log')
  const child = startChild(programs, 'postgres', [JSON.stringify(task(place, port, log))])
  await child.ready.catch(() => {
    throw new Refusal(sentences.postgresFailed(log, lastLine(log)))
  })
  await createDatabase(ownerUrl(port, password, 'postgres'))
  return { ownerUrl: ownerUrl(port, password, DATABASE), child, log }
}

const task = (place: PostgresPlace, port: number, log: string) => ({
  native: place.native,
  cluster: clusterFolder(place),
  user: place.user,
  port,
  log,
})

const ownerUrl = (port: number, password: string, database: string): string =>
  `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`

/** A start that was killed leaves a server which is just stopping; one that does not stop needs a person. */
async function waitForLeftover(cluster: string): Promise<void> {
  const until = Date.now() + LEFTOVER_SECONDS * 1000
  let told = false
  for (let server = runningServer(cluster); server; server = runningServer(cluster)) {
    if (Date.now() > until) throw new Refusal(sentences.leftoverServer(cluster, server.pid))
    if (!told) console.log('Waiting for the PostgreSQL of an earlier start to stop …')
    told = true
    await wait(100)
  }
}

async function createDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [found] = await sql`select from pg_database where datname = ${DATABASE}`
    if (!found) await sql.unsafe(`create database ${DATABASE}`)
  } finally {
    await sql.end()
  }
}

function lastLine(log: string): string {
  try {
    const lines = readFileSync(log, 'utf8').trim().split('\n')
    return lines.filter(line => /FATAL|PANIC|ERROR/.test(line)).at(-1) ?? lines.at(-1) ?? ''
  } catch {
    return ''
  }
}
