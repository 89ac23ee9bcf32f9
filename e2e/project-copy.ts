import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { root } from '../lib/launch/program.mjs'

export type User = { uid: number; gid: number }

const MADE = new Set(['node_modules', '.next', 'dist', '.data', '.git', '.env', 'test-results', 'coverage'])

/**
 * The project as somebody has it right after `npm ci`, in a folder that everybody can reach.
 * @param owner whose it is; null is whoever runs the tests
 * @returns its path
 */
export function copyProject(owner: User | null): string {
  const folder = mkdtempSync(join(placeForCopies(), 'enrollment-copy-'))
  chmodSync(folder, 0o755)
  cpSync(root, folder, { recursive: true, filter: source => !MADE.has(relative(root, source)) })
  mkdirSync(join(folder, 'home'))
  if (owner) {
    for (const name of ['.', ...(readdirSync(folder, { recursive: true }) as string[])])
      chownSync(join(folder, name), owner.uid, owner.gid)
  }
  // Links instead of copies where the file system can: a gigabyte that nobody changes.
  const modules = [join(root, 'node_modules'), join(folder, 'node_modules')]
  if (spawnSync('cp', ['-al', ...modules], { stdio: 'ignore' }).status !== 0) {
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true })
    cpSync(join(root, 'node_modules'), join(folder, 'node_modules'), { recursive: true, verbatimSymlinks: true })
  }
  return folder
}

/** On the project's own disk, when one of the places is there. */
function placeForCopies(): string {
  const disk = statSync(root).dev
  return [tmpdir(), '/var/tmp'].find(place => statSync(place, { throwIfNoEntry: false })?.dev === disk) ?? tmpdir()
}

/** The user with the fewest rights, for tests that root runs; null when an ordinary user runs them. */
export function ordinaryUser(): User | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  return { uid: id('-u'), gid: id('-g') }
}

/** What runs in a folder: the numbers of processes that work there. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && workingFolder(name)?.startsWith(folder))
    .map(Number)
}

function workingFolder(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}
