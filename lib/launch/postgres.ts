import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import postgres from 'postgres'
import { isRunning, nameProcess, parseProcess } from './alive'
import { type Child, startChild } from './child'
import { type DataFolder, keptSecret, readPort } from './data-folder'
import { keptPort } from './ports'
import { clusterFolder, createCluster, runningServer } from './postgres-cluster'
import { type PostgresPlace, postgresPlace } from './postgres-place'
import { Refusal, sentences } from './sentences'

export type LocalPostgres = { ownerUrl: string; child: Child; log: string }

const DATABASE = 'enrollment'
/** The keeper of the server: `postgres-keeper.ts` has at most 25 seconds to stop it. */
const KEEPER = 'postgres-keeper'
const LEFTOVER_SECONDS = 30
const PORT_ATTEMPTS = 3

/**
 * Starts the PostgreSQL that belongs to the data folder, creating it on the first start.
 * @throws Refusal when a server from before does not go away, or when this one does not start
 */
export async function startPostgres(folder: DataFolder, programs: string): Promise<LocalPostgres> {
  const place = postgresPlace(folder.path)
  await waitForLeftover(folder, clusterFolder(place))
  const password = keptSecret(folder, 'postgres-password')
  createCluster(place, password)
  if (place.home !== folder.path) folder.write('where', place.home)
  const log = join(folder.path, 'postgres.log')
  const { child, port } = await startServer(folder, programs, place, log)
  await createDatabase(ownerUrl(port, password, 'postgres'))
  return { ownerUrl: ownerUrl(port, password, DATABASE), child, log }
}

/** On the port of earlier starts, or on another one when somebody takes it at the last moment. */
async function startServer(
  folder: DataFolder,
  programs: string,
  place: PostgresPlace,
  log: string,
): Promise<{ child: Child; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await keptPort(attempt === 1 ? readPort(folder, 'postgres-port') : null)
    folder.write('postgres-port', String(port))
    const before = sizeOf(log)
    const child = startChild(programs, 'postgres', [JSON.stringify(task(place, port, log))])
    folder.write(KEEPER, nameProcess(child.pid))
    const ready = child.ready.then(
      () => true,
      () => false,
    )
    if (await ready) return { child, port }
    const said = linesSince(log, before)
    if (attempt === PORT_ATTEMPTS || !said.some(line => /could not bind/.test(line))) {
      throw new Refusal(sentences.postgresFailed(log, reasonIn(said)))
    }
  }
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

/**
 * A start that was killed leaves a server which its keeper is just stopping. Without its keeper it runs on, and a person
 * has to look.
 */
async function waitForLeftover(folder: DataFolder, cluster: string): Promise<void> {
  const until = Date.now() + LEFTOVER_SECONDS * 1000
  const keeper = parseProcess(folder.read(KEEPER) ?? '')
  let told = false
  for (let server = runningServer(cluster); server; server = runningServer(cluster)) {
    if (!isRunning(keeper) || Date.now() > until) throw new Refusal(sentences.leftoverServer(cluster, server.pid))
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

const sizeOf = (log: string): number => statSync(log, { throwIfNoEntry: false })?.size ?? 0

function linesSince(log: string, before: number): string[] {
  return sizeOf(log) > before ? readFileSync(log).subarray(before).toString('utf8').trim().split('\n') : []
}

const reasonIn = (lines: string[]): string =>
  lines.filter(line => /FATAL|PANIC|ERROR/.test(line)).at(-1) ?? lines.at(-1) ?? ''
