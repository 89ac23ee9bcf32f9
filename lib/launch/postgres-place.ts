import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { completeBinaries, copyBinaries, installedBinaries } from './postgres-binaries'
import { Refusal, sentences } from './sentences'

/** Who runs PostgreSQL; null is whoever started us. */
export type SystemUser = { uid: number; gid: number }

/** Where a local PostgreSQL lives. */
export type PostgresPlace = {
  /** Holds the database's files, in `postgres`. */
  home: string
  /** Holds `bin`, `lib` and `share`. */
  native: string
  user: SystemUser | null
}

const ELSEWHERE = '/var/lib/enrollment'

/**
 * Finds the place for a local PostgreSQL. It refuses to run as root, so root hands it to the user `postgres`; and where
 * that user cannot reach the data folder or the binaries (a folder of mode 700 above them), both live below
 * /var/lib/enrollment, in a folder named after the data folder.
 * @param dataFolder absolute
 * @throws Refusal
 */
export function postgresPlace(dataFolder: string): PostgresPlace {
  const native = installedBinaries()
  if (process.getuid?.() !== 0) {
    completeBinaries(native)
    return { home: dataFolder, native, user: null }
  }
  const user = postgresUser()
  completeBinaries(native)
  const used = existsSync(join(dataFolder, 'where')) ? readFileSync(join(dataFolder, 'where'), 'utf8').trim() : null
  if (!used && canEnter(user, dataFolder) && canRun(user, native)) return { home: dataFolder, native, user }
  const home = used || elsewhere(dataFolder)
  mkdirSync(home, { recursive: true, mode: 0o755 })
  return { home, native: copyBinaries(native, home), user }
}

/** The folder below /var/lib/enrollment that stands for a data folder. */
export const elsewhere = (dataFolder: string): string =>
  join(ELSEWHERE, createHash('sha256').update(dataFolder).digest('hex').slice(0, 16))

/** The system's user `postgres`, created when missing. */
function postgresUser(): SystemUser {
  const found = lookUpUser()
  if (found) return found
  const made = spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    { encoding: 'utf8' },
  )
  const user = lookUpUser()
  if (!user) throw new Refusal(sentences.noPostgresUser(made.error?.message ?? made.stderr.trim()))
  return user
}

function lookUpUser(): SystemUser | null {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
  const [uid, gid] = [id('-u'), id('-g')]
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null
}

const canEnter = (user: SystemUser, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$1" && test -x "$2"', 'sh', dirname(folder), folder], { ...user, cwd: '/' })
    .status === 0

const canRun = (user: SystemUser, native: string): boolean =>
  spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0 &&
  spawnSync('/bin/sh', ['-c', 'test -r "$1"', 'sh', join(native, 'share')], { ...user, cwd: '/' }).status === 0
