import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from './alive'
import type { PostgresPlace } from './postgres-place'
import { Refusal, sentences } from './sentences'

export const clusterFolder = (place: PostgresPlace): string => join(place.home, 'postgres')

/**
 * Creates the database's files unless they are there. Made aside and renamed, so that an interrupted first start leaves
 * nothing half done.
 * @param owner the name of the database's superuser
 * @throws Refusal with initdb's last words
 */
export function createCluster(place: PostgresPlace, password: string, owner = 'postgres'): void {
  const folder = clusterFolder(place)
  if (existsSync(join(folder, 'PG_VERSION'))) return
  const aside = join(place.home, 'postgres.new')
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { mode: 0o700 })
  if (place.user) chownSync(aside, place.user.uid, place.user.gid)
  const passwordFile = join(place.home, `postgres.password-${process.pid}`)
  try {
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid)
    initialize(place, aside, { owner, passwordFile })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  renameSync(aside, folder)
}

function initialize(place: PostgresPlace, folder: string, first: { owner: string; passwordFile: string }): void {
  const { status, stderr, error } = spawnSync(
    join(place.native, 'bin', 'initdb'),
    [
      `--pgdata=${folder}`,
      `--username=${first.owner}`,
      `--pwfile=${first.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
    ],
    { encoding: 'utf8', cwd: place.home, ...place.user },
  )
  if (status !== 0) throw new Refusal(sentences.initdbFailed(error?.message ?? stderr.trim().slice(-2000)))
}

/** What `postmaster.pid` says: the server's process, and whether it takes connections. Null when no server runs. */
export function runningServer(clusterPath: string): { pid: number; ready: boolean } | null {
  try {
    const lines = readFileSync(join(clusterPath, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    if (!(pid > 0) || !isAlive(pid) || !isPostgres(pid)) return null
    return { pid, ready: lines[7]?.trim() === 'ready' }
  } catch {
    return null
  }
}

/** After a crash and a reboot, another program may have the number. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
  } catch {
    return true
  }
}
