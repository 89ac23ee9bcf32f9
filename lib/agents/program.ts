import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

export const programName = 'enrollment-agent.mjs'

/** The agent's program as this portal was built with it, and its SHA-256 in hex; null when it was built without. */
export async function readAgentProgram(): Promise<{ program: Uint8Array<ArrayBuffer>; sum: string } | null> {
  const program = await readFile(path.join(process.cwd(), 'dist/agent', programName)).catch(() => null)
  return program && { program: new Uint8Array(program), sum: createHash('sha256').update(program).digest('hex') }
}
