import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Holder = { pid: number; started: string }

/** Who has the folder; null when it is ours now. `stale`: whoever had it before was killed. */
export type Taken = { holder: Holder | null; stale: boolean }

/**
 * Takes the data folder for this process. What a killed process left behind is recognized and taken over: a process id
 * alone is not enough, because it may belong to another program by now.
 */
export function takeLock(folder: string): Taken {
  const file = join(folder, 'lock')
  const mine = `${process.pid} ${startTime(process.pid) ?? ''}`
  let stale = false
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      writeFileSync(file, mine, { flag: 'wx', mode: 0o600 })
      return { holder: null, stale }
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error
    }
    const holder = readHolder(file)
    if (holder && isRunning(holder)) return { holder, stale }
    removeStale(file, holder)
    stale = true
  }
  return { holder: readHolder(file), stale }
}

export function releaseLock(folder: string): void {
  const file = join(folder, 'lock')
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true })
}

/** Whether that very process, not another one with its number, is alive. */
export function isRunning(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false
  const started = startTime(holder.pid)
  return started === null || holder.started === '' || started === holder.started
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** When a process started, in the kernel's ticks, with the boot it belongs to; null where /proc does not say. */
export function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    return ticks ? `${boot}:${ticks}` : null
  } catch {
    return null
  }
}

function readHolder(file: string): Holder | null {
  try {
    const [pid, started = ''] = readFileSync(file, 'utf8').split(' ')
    return Number(pid) > 0 ? { pid: Number(pid), started } : null
  } catch {
    return null
  }
}

/** Two starts may find the same stale lock: what was moved away is looked at again, and put back if it was a fresh one. */
function removeStale(file: string, seen: Holder | null): void {
  const aside = `${file}.${process.pid}`
  try {
    renameSync(file, aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return
    throw error
  }
  const moved = readHolder(aside)
  if (moved && moved.pid !== seen?.pid && isRunning(moved)) renameSync(aside, file)
  else rmSync(aside, { force: true })
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
