import path from 'node:path'
import * as z from 'zod'
import { Call } from '@/lib/agent-protocol/directory'
import type { AgentJob } from '@/lib/agent-protocol/messages'
import { readPrivately, writePrivately } from './files'

const LastImport = z.object({ baseDn: z.string().nullable(), call: Call })
const file = 'last-import.json'

/**
 * Keeps what the portal asked for, so that people here can look at it: scopes and attributes, nothing of anybody. Where only
 * what changed was wanted, everything is shown from which that was taken.
 */
export function noteImport(folder: string, { baseDn, call }: Pick<AgentJob, 'baseDn' | 'call'>): void {
  if (call.method !== 'import') return
  const { quick: _, ...asked } = call
  writePrivately(path.join(folder, file), `${JSON.stringify({ baseDn, call: asked }, null, 2)}\n`)
}

export function readLastImport(folder: string) {
  const text = readPrivately(path.join(folder, file))
  if (text === null) return null
  const { baseDn, call } = LastImport.parse(JSON.parse(text))
  if (call.method !== 'import') return null
  const { quick: _, ...asked } = call
  return { baseDn, call: asked }
}
