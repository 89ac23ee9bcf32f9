import { spawnSync } from 'node:child_process'
import { dirname } from 'node:path'
import { Refusal, sentences } from './sentences'

/** Who runs a program that must not run as root. */
export type SystemUser = { uid: number; gid: number }

/**
 * The system's user `postgres`, created when missing.
 * @returns `made`: it was missing
 * @throws Refusal
 */
export function postgresUser(): { user: SystemUser; made: boolean } {
  const found = lookUp()
  if (found) return { user: found, made: false }
  const { error, stderr } = spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
    { encoding: 'utf8' },
  )
  const user = lookUp()
  if (!user) throw new Refusal(sentences.noPostgresUser(error?.message ?? stderr.trim()))
  return { user, made: true }
}

function lookUp(): SystemUser | null {
  const id = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
  const [uid, gid] = [id('-u'), id('-g')]
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null
}

/** Whether a program can be started by that user. */
export const canRun = (user: SystemUser, program: string): boolean =>
  spawnSync(program, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0

/** Whether that user gets through to a folder. */
export const canEnter = (user: SystemUser, folder: string): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0

/** The first folder on the way to `folder`, from the top, that stops that user. */
export function closedFolder(user: SystemUser, folder: string): string {
  const above = dirname(folder)
  return above === folder || canEnter(user, above) ? folder : closedFolder(user, above)
}
