import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'

const folder = () => path.join(process.cwd(), 'dist/agent')
const programName = 'enrollment-agent.mjs'

/** One file to download: its name, its SHA-256 in hex, and its contents, read when they are sent. */
export type AgentFile = { name: string; sum: string; type: string; contents(): Promise<Blob> }

/** What `npm run agent:executable` says of the executable that it made; `programSum` is of the program in it. */
const Made = z.object({
  file: z.string().regex(/^enrollment-agent-[\w.-]+$/),
  platform: z.string(),
  bytes: z.int(),
  sum: z.string(),
  programSum: z.string(),
})

/** The agent's program as this portal was built with it, for Node; null when it was built without. */
export async function agentProgram(): Promise<AgentFile | null> {
  const program = await readFile(path.join(folder(), programName)).catch(() => null)
  if (!program) return null
  const type = 'text/javascript'
  return {
    name: programName,
    sum: sumOf(program),
    type,
    contents: async () => new Blob([new Uint8Array(program)], { type }),
  }
}

/** The same program with Node in it, for one platform; null where none was made of the program as it is now. */
export async function agentExecutable(): Promise<(AgentFile & { platform: string; bytes: number }) | null> {
  const program = await readFile(path.join(folder(), programName)).catch(() => null)
  const text = await readFile(path.join(folder(), 'executable.json'), 'utf8').catch(() => null)
  if (!program || text === null) return null
  const made = Made.parse(JSON.parse(text))
  if (made.programSum !== sumOf(program)) return null
  const { file: name, platform, bytes, sum } = made
  const type = 'application/octet-stream'
  return { name, platform, bytes, sum, type, contents: () => openAsBlob(path.join(folder(), name), { type }) }
}

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
