import { setTimeout as pause } from 'node:timers/promises'
import type { AgentJob } from '@/lib/agent-protocol/messages'
import { chainHash, chainStart, cutIntoParts, type Part } from '@/lib/agent-protocol/parts'
import { type Portal, Refused, Unreachable } from './portal'

/** Parts on their way at once, while the directory is read on. */
const atOnce = 2
/** Milliseconds before a part is sent again; the last counts for all further times. */
const pauses = [500, 1_000, 2_000, 5_000, 10_000]

/**
 * Sends everything in parts and seals it. A line that breaks costs the part it had, no more; what was read is not read
 * again. When the portal says that the job is over, it ends. @throws Refused, and whatever reading throws
 */
export async function upload(
  portal: Portal,
  { id, claim }: Pick<AgentJob, 'id' | 'claim'>,
  pieces: AsyncIterable<Buffer[]>,
  signal: AbortSignal,
): Promise<void> {
  const seal = { parts: 0, plainBytes: 0, hash: chainStart }
  const sending = new Set<Promise<unknown>>()
  const send = (part: Part) =>
    again(() => portal.put(`jobs/${id}/parts/${part.number}?claim=${claim}`, part.compressed, signal), signal)
  try {
    for await (const part of cutIntoParts(pieces)) {
      seal.parts = part.number
      seal.plainBytes += part.plainBytes
      seal.hash = chainHash(seal.hash, part.hash)
      const underWay = send(part).finally(() => sending.delete(underWay))
      sending.add(underWay)
      if (sending.size >= atOnce) await Promise.race(sending)
    }
    await Promise.all(sending)
  } catch (error) {
    await Promise.allSettled(sending)
    throw error
  }
  await again(() => portal.post(`jobs/${id}/seal`, { claim, ...seal }, signal), signal)
}

/** A portal that is away, busy or broken for a moment is asked again; what it refuses stays refused. */
async function again(work: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  for (let time = 0; ; time++) {
    try {
      await work()
      return
    } catch (error) {
      if (!mayPass(error) || signal.aborted) throw error
      await pause(pauses[Math.min(time, pauses.length - 1)], undefined, { signal })
    }
  }
}

const mayPass = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Refused && error.status >= 500)
