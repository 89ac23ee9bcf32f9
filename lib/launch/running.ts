import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import * as z from 'zod'
import { isAlive } from './lock'

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
  pids: z.record(z.string(), z.number()),
  startedAt: z.string(),
})

/** What a running start says about itself in `running.json`, for the command line. */
export type Running = z.infer<typeof Running>

/** The start that runs from this data folder, or null. */
export function readRunning(dataFolder: string): Running | null {
  try {
    const running = Running.parse(JSON.parse(readFileSync(join(resolve(dataFolder), 'running.json'), 'utf8')))
    return isAlive(running.pid) ? running : null
  } catch {
    return null
  }
}
