import { readFileSync } from 'node:fs'
import { codeOf } from './error-code'

/** A process, and when it started by the kernel's account: its number alone may be another program's by now. */
export type KnownProcess = { pid: number; started: string }

/** A running process as a file names it. */
export const nameProcess = (pid: number): string => `${pid} ${startTime(pid) ?? ''}`

/** @returns the process that a file names; one that never runs when it names none */
export function parseProcess(text: string): KnownProcess {
  const [pid, started = ''] = text.trim().split(' ')
  return Number(pid) > 0 ? { pid: Number(pid), started } : { pid: 0, started: '' }
}

/** Whether that very process, not another one with its number, is alive. */
export function isRunning(known: KnownProcess): boolean {
  if (!isAlive(known.pid)) return false
  const started = startTime(known.pid)
  return started === null || known.started === '' || started === known.started
}

/** A process that has ended but was not fetched by its parent (some containers have nobody who does) is not alive. */
export function isAlive(pid: number): boolean {
  // 0 and below are groups of processes.
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
  return statOf(pid)?.[0] !== 'Z'
}

/** When a process started, in the kernel's ticks, with the boot it belongs to; null where /proc does not say. */
export function startTime(pid: number): string | null {
  const ticks = statOf(pid)?.[19]
  const boot = ticks ? contents('/proc/sys/kernel/random/boot_id') : null
  return boot ? `${boot.trim()}:${ticks}` : null
}

/** What the kernel says about a process, from its state on (proc_pid_stat(5)); null where /proc does not say. */
function statOf(pid: number): string[] | null {
  const stat = contents(`/proc/${pid}/stat`)
  return stat ? stat.slice(stat.lastIndexOf(')') + 2).split(' ') : null
}

function contents(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
