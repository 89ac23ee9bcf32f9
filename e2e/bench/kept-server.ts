import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Child, startChild } from '@/lib/launch/child'

/** A server to be kept by a program of its own, which stops it when this process ends, be it without a word. */
export type Kept = {
  program: string
  args: string[]
  /** The file for what it says. */
  log: string
  /** What it is asked to stop with. */
  signal: 'SIGTERM' | 'SIGINT'
  cwd?: string
  user?: { uid: number; gid: number }
}

export type KeptServer = { stop(): Promise<void> }

const children = new Set<Child>()

/** Stops whatever runs. */
export async function stopServers(): Promise<void> {
  await Promise.all([...children].map(child => child.stop(mostSeconds)))
}

/** A server that does not stop in this time is ended. */
const mostSeconds = 60

/** @param isReady is asked until it says yes @throws Error with the server's last words */
export async function keepServer(kept: Kept, isReady: () => boolean): Promise<KeptServer> {
  const child = startChild(import.meta.dirname, 'keeper', [JSON.stringify(kept)])
  children.add(child)
  child.ended.then(() => children.delete(child))
  await child.ready
  for (let attempt = 0; attempt < 600 && children.has(child); attempt++) {
    if (isReady()) return { stop: () => child.stop(mostSeconds) }
    await sleep(50)
  }
  await child.stop(mostSeconds)
  throw new Error(`${kept.program} did not start:\n${readFileSync(kept.log, 'utf8').slice(-2_000)}`)
}
