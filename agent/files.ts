import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'

/** Only the account that the agent runs as may look inside. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
}

/** Whole or not at all, and on the disk when it returns: a key that was announced must not get lost. */
export function writePrivately(file: string, text: string): void {
  const next = `${file}.next`
  const descriptor = openSync(next, 'w', 0o600)
  try {
    chmodSync(next, 0o600)
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameFile(next, file)
}

function syncFolder(folder: string): void {
  // Windows has nothing to open a folder for.
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A private file's text, or null when there is none. @throws Error when other accounts may read it */
export function readPrivately(file: string): string | null {
  // Only a file that is not there is none: what this account may not look at is said, and not made anew.
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) return null
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0)
    throw new Error(`Other accounts of this machine may read ${file}. Run: chmod 600 ${file}`)
  return readFileSync(file, 'utf8')
}

/** With everything in it. */
export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true })

/** At once, and for good. */
export function renameFile(from: string, to: string): void {
  renameSync(from, to)
  syncFolder(path.dirname(to))
}
