import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { completeBinaries, copyBinaries, installedBinaries } from './postgres-binaries'
import { Refusal, sentences } from './sentences'
import { canEnter, canRun, closedFolder, postgresUser, type SystemUser } from './system-user'

/** Where a local PostgreSQL lives. */
export type PostgresPlace = {
  /** Holds the database's files, in `postgres`. */
  home: string
  /** Holds `bin`, `lib` and `share`. */
  native: string
  /** Who runs it; null is whoever started us. */
  user: SystemUser | null
}

/** What decides where root's PostgreSQL lives. */
export type Surroundings = {
  /** What the data folder's file `where` says. */
  where: string | null
  /** Whether a folder holds a database already. */
  holdsDatabase(folder: string): boolean
  /** Whether PostgreSQL's user had to be created. */
  newUser: boolean
  reachesFolder: boolean
  reachesBinaries: boolean
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
  completeBinaries(native)
  if (process.getuid?.() !== 0) return { home: dataFolder, native, user: null }
  const { user, made } = postgresUser()
  const { home, copy } = choosePlace(dataFolder, {
    where: existsSync(join(dataFolder, 'where')) ? readFileSync(join(dataFolder, 'where'), 'utf8').trim() : null,
    holdsDatabase,
    newUser: made,
    reachesFolder: canEnter(user, dataFolder),
    reachesBinaries: canRun(user, join(native, 'bin', 'postgres')) && canEnter(user, join(native, 'share')),
  })
  if (home === dataFolder && !canEnter(user, dataFolder)) {
    throw new Refusal(sentences.databaseShutOff(home, closedFolder(user, dataFolder)))
  }
  if (!copy) return { home, native, user }
  makeReachable(copy)
  return { home, native: copyBinaries(native, copy), user }
}

/**
 * Decides where the database is, or will be. One that exists is never left behind for an empty one elsewhere.
 * @returns `copy`: where PostgreSQL's programs are copied to, when its user cannot run them where they are
 * @throws Refusal when the database should be at a place where there is none
 */
export function choosePlace(
  dataFolder: string,
  { where, holdsDatabase, newUser, reachesFolder, reachesBinaries }: Surroundings,
): { home: string; copy: string | null } {
  const away = where ?? elsewhere(dataFolder)
  if (where && !holdsDatabase(where)) throw new Refusal(sentences.databaseGone(where, dataFolder))
  if (!where && holdsDatabase(dataFolder)) return { home: dataFolder, copy: reachesBinaries ? null : away }
  const here = !where && !newUser && !holdsDatabase(away) && reachesFolder && reachesBinaries
  return here ? { home: dataFolder, copy: null } : { home: away, copy: away }
}

/** The folder below /var/lib/enrollment that stands for a data folder. */
export const elsewhere = (dataFolder: string): string =>
  join(ELSEWHERE, createHash('sha256').update(dataFolder).digest('hex').slice(0, 16))

const holdsDatabase = (folder: string): boolean => existsSync(join(folder, 'postgres', 'PG_VERSION'))

/** Whatever mask root's shell has, other users get through. */
function makeReachable(folder: string): void {
  const first = mkdirSync(folder, { recursive: true })
  if (!first) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755)
}
