import { randomBytes } from 'node:crypto'
import { zstdCompressSync } from 'node:zlib'
import { chainHash, chainStart, type Part, partHash } from '@/lib/agent-protocol/parts'
import { signRequest } from '@/lib/agent-protocol/signature'
import type { TestAgent } from './agent-lab'
import type { Arriving } from './doors'

/** An upload that an agent made: parts of a few bytes, and the seal that fits them. */
export function makeUpload(pieces: readonly Buffer[]) {
  const parts: Part[] = pieces.map((plain, index) => {
    const compressed = zstdCompressSync(plain)
    return { number: index + 1, compressed, plainBytes: plain.length, hash: partHash(compressed) }
  })
  const hash = parts.reduce((before, part) => chainHash(before, part.hash), chainStart)
  return {
    parts,
    seal: { parts: parts.length, plainBytes: parts.reduce((sum, part) => sum + part.plainBytes, 0), hash },
  }
}

export const anyPieces = (count: number): Buffer[] => Array.from({ length: count }, () => randomBytes(200))

/** A request as an agent sends it, signed now. */
export function signed(agent: Pick<TestAgent, 'key'>, method: string, door: string, body: Buffer): Arriving {
  const path = `/enrollment/api/agent/${door}`
  const url = new URL(path, 'http://portal.example.com')
  const headers = signRequest(agent.key, { method, path: url.pathname, query: url.search, body }, Date.now())
  return { method, path, headers, body }
}

export const partRequest = (
  agent: Pick<TestAgent, 'key'>,
  job: { id: string; claim: number },
  number: number,
  body: Buffer,
): Arriving => signed(agent, 'PUT', `jobs/${job.id}/parts/${number}?claim=${job.claim}`, body)

export const sealRequest = (
  agent: Pick<TestAgent, 'key'>,
  job: { id: string; claim: number },
  seal: object,
): Arriving => signed(agent, 'POST', `jobs/${job.id}/seal`, Buffer.from(JSON.stringify({ claim: job.claim, ...seal })))
