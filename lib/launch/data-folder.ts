import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { codeOf } from './error-code'
import { Refusal, sentences } from './sentences'

/** Everything that belongs to one installation, apart from the database's files where another user must own them. */
export type DataFolder = {
  path: string
  /** A small file's text, or null. */
  read(name: string): string | null
  /** Written aside and renamed; readable by this user alone. */
  write(name: string, text: string): void
  remove(name: string): void
}

/**
 * Makes sure the folder is there and can be written.
 * @throws Refusal
 */
export function openDataFolder(path: string): DataFolder {
  const folder = resolve(path)
  try {
    // As root, PostgreSQL's user has to get through to its files; each private file has its own mode.
    const mode = process.getuid?.() === 0 ? 0o711 : 0o700
    // Making several levels at once never ends below /proc.
    if (!existsSync(folder)) mkdirSync(folder, { recursive: !existsSync(dirname(folder)), mode })
    accessSync(folder, constants.W_OK | constants.X_OK)
    const probe = join(folder, `.probe-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new Refusal(sentences.folderUnwritable(folder, codeOf(error) ?? String(error)))
  }
  return {
    path: folder,
    read: name => readSmallFile(join(folder, name)),
    write: (name, text) => {
      const aside = join(folder, `${name}.${process.pid}`)
      writeFileSync(aside, `${text}\n`, { mode: 0o600 })
      renameSync(aside, join(folder, name))
    },
    remove: name => rmSync(join(folder, name), { force: true }),
  }
}

function readSmallFile(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw new Refusal(sentences.fileUnreadable(file, codeOf(error) ?? String(error)))
  }
}

/** A secret of this folder, made on the first start. */
export function keptSecret(folder: DataFolder, name: string): string {
  const kept = folder.read(name)
  if (kept) return kept
  const made = randomBytes(36).toString('base64url')
  folder.write(name, made)
  return made
}

/** A port that was used before, or null. */
export function readPort(folder: DataFolder, name: string): number | null {
  const port = Number(folder.read(name))
  return Number.isInteger(port) && port > 0 && port < 65536 ? port : null
}
