import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { isRunning } from './alive'

const Running = z.object({
  /** Where the portal is, with its base path. */
  url: z.string(),
  /** The restricted role's address. */
  databaseUrl: z.string(),
  ownerUrl: z.string(),
  secretFile: z.string().nullable(),
  sampleDirectory: z.string().nullable(),
  sampleCaFile: z.string().nullable(),
  pid: z.number(),
  /** When that process started, by the system's own account: its number may be another program's by now. */
  processStarted: z.string(),
  pids: z.record(z.string(), z.number()),
  startedAt: z.string(),
})

/** What a running start says about itself in `running.json`, for the command line. */
export type Running = z.infer<typeof Running>

/** The start that runs from this data folder, or null. */
export function readRunning(dataFolder: string): Running | null {
  try {
    const running = Running.parse(JSON.parse(readFileSync(join(resolve(dataFolder), 'running.json'), 'utf8')))
    return isRunning({ pid: running.pid, started: running.processStarted }) ? running : null
  } catch {
    return null
  }
}
