import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { childEnvironment } from './program.mjs'

/** A program of dist/ in its own process group, on a leash: it ends when the channel to this process closes. */
export type Child = {
  pid: number
  /** What it said when it was ready. */
  ready: Promise<Record<string, string | number>>
  ended: Promise<number>
  /** Closes the leash, waits, and ends the whole group after `seconds`. */
  stop(seconds: number): Promise<void>
}

/** @param programs the folder of the built programs @param environment beside this process's own */
export function startChild(
  programs: string,
  name: string,
  args: string[] = [],
  nodeOptions: string[] = [],
  environment?: Record<string, string>,
): Child {
  const options = ['--disable-warning=DEP0169', ...nodeOptions]
  const child = spawn(process.execPath, [...options, join(programs, `${name}.mjs`), ...args], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    ...(environment ? { env: childEnvironment(environment) } : {}),
    detached: process.platform !== 'win32',
  })
  const ended = new Promise<number>(resolve => {
    child.once('error', () => resolve(1))
    child.once('exit', code => resolve(code ?? 1))
  })
  const ready = new Promise<Record<string, string | number>>((resolve, reject) => {
    child.on('message', (message: { ready?: boolean }) => {
      if (message.ready) resolve(message as Record<string, string | number>)
    })
    ended.then(code => reject(new Error(`${name} ended with code ${code} before it was ready`)))
  })
  // Whoever does not wait for it is not surprised by it either.
  ready.catch(() => {})
  return { pid: child.pid ?? 0, ready, ended, stop: seconds => stopChild(child, ended, seconds) }
}

async function stopChild(child: ChildProcess, ended: Promise<number>, seconds: number): Promise<void> {
  if (child.connected) child.disconnect()
  const timer = setTimeout(() => killGroup(child), seconds * 1000)
  await ended
  clearTimeout(timer)
}

function killGroup(child: ChildProcess): void {
  try {
    process.kill(process.platform === 'win32' ? (child.pid ?? 0) : -(child.pid ?? 0), 'SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}
