import { constants, copyFileSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning, type KnownProcess, nameProcess, parseProcess } from './alive'
import { codeOf } from './error-code'

/** The process that has the folder. */
export type Holder = KnownProcess

/** Who has the folder; null when it is ours now. `stale`: whoever had it before was killed. */
export type Taken = { holder: Holder | null; stale: boolean }

/**
 * Takes the data folder for this process. What a killed process left behind is recognized and taken over: a process id
 * alone is not enough, because it may belong to another program by now.
 */
export function takeLock(folder: string): Taken {
  const file = join(folder, 'lock')
  const holder = place(file)
  if (!holder || isRunning(holder)) return { holder, stale: false }
  const inTheWay = removeStale(file)
  if (inTheWay) return { holder: inTheWay, stale: false }
  return { holder: place(file), stale: true }
}

export function releaseLock(folder: string): void {
  const file = join(folder, 'lock')
  if (readHolder(file).pid === process.pid) rmSync(file, { force: true })
}

function readHolder(file: string): Holder {
  try {
    return parseProcess(readFileSync(file, 'utf8'))
  } catch {
    return parseProcess('')
  }
}

/**
 * Places a file that names this process, unless there is one: with its text from the first moment on, so that nobody
 * takes one that is just being written for a ruin.
 * @returns null, or who is named by the one that is there
 */
function place(file: string): Holder | null {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, nameProcess(process.pid), { mode: 0o644 })
  try {
    link(mine, file)
    return null
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return readHolder(file)
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

function link(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error
    // A file system that knows no links.
    copyFileSync(from, to, constants.COPYFILE_EXCL)
  }
}

/**
 * One at a time removes what a killed process left, so that nobody removes what another has placed in between.
 * @returns null, or who is just doing so: then try again
 */
function removeStale(file: string): Holder | null {
  const guard = `${file}.takeover`
  const other = place(guard)
  if (other) {
    if (!isRunning(other)) rmSync(guard, { force: true })
    return other
  }
  try {
    if (!isRunning(readHolder(file))) rmSync(file, { force: true })
    return null
  } finally {
    rmSync(guard, { force: true })
  }
}
