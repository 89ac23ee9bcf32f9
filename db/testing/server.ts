import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '@/lib/launch/ports'
import { clusterFolder, createCluster, runningServer } from '@/lib/launch/postgres-cluster'
import { type PostgresPlace, postgresPlace } from '@/lib/launch/postgres-place'

const owner = 'owner'
const password = 'owner'
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'fsync=off',
  'synchronous_commit=off',
]

/** A PostgreSQL of its own for one test run; what it holds is thrown away, so nothing waits for the disk. */
export async function startTestServer(): Promise<{ ownerUrl: (database: string) => string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'enrollment-pg-'))
  // As root, PostgreSQL's own user must get through to the data.
  await chmod(folder, 0o755)
  const place = postgresPlace(folder)
  const discard = async () => {
    await rm(folder, { recursive: true, force: true })
    await rm(place.home, { recursive: true, force: true })
  }
  try {
    createCluster(place, password, owner)
    const port = await freePort()
    const stop = await run(place, port)
    return {
      ownerUrl: database => `postgres://${owner}:${password}@127.0.0.1:${port}/${database}`,
      stop: () => stop().then(discard),
    }
  } catch (error) {
    await discard()
    throw error
  }
}

/** @returns what stops it */
async function run(place: PostgresPlace, port: number): Promise<() => Promise<void>> {
  const cluster = clusterFolder(place)
  const args = ['-D', cluster, '-p', String(port), ...settings.flatMap(setting => ['-c', setting])]
  const server = spawn(join(place.native, 'bin', 'postgres'), args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: cluster,
    ...place.user,
  })
  let log = ''
  server.stderr.on('data', chunk => {
    log = `${log}${String(chunk)}`.slice(-10_000)
  })
  let over = false
  const ended = new Promise<void>(resolve => server.once('error', () => resolve()).once('exit', () => resolve()))
  ended.then(() => {
    over = true
  })
  while (!runningServer(cluster)?.ready) {
    if (over) throw new Error(`PostgreSQL did not start:\n${log}`)
    await wait(20)
  }
  return async () => {
    server.kill('SIGINT')
    await ended
  }
}
