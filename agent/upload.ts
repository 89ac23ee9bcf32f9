import type { AgentJob } from '@/lib/agent-protocol/messages'
import { chainHash, chainStart, cutIntoParts, type Part } from '@/lib/agent-protocol/parts'
import { again } from './again'
import type { Portal } from './portal'

/** Parts on their way at once, while the directory is read on. */
const atOnce = 3

/**
 * Sends everything in parts and seals it. A line that breaks costs the part it had, no more; what was read is not read
 * again. When the portal says that the job is over, it ends. @throws Refused, and whatever reading throws
 */
export async function upload(
  { portal, job, partBytes }: { portal: Portal; job: Pick<AgentJob, 'id' | 'claim'>; partBytes?: number | undefined },
  pieces: AsyncIterable<Buffer[]>,
  signal: AbortSignal,
): Promise<void> {
  const { id, claim } = job
  const seal = { parts: 0, plainBytes: 0, hash: chainStart }
  const sending = new Set<Promise<unknown>>()
  let failure: { error: unknown } | null = null
  const send = (part: Part) =>
    again(() => portal.put(`jobs/${id}/parts/${part.number}?claim=${claim}`, part.compressed, signal), signal)
  try {
    for await (const part of cutIntoParts(pieces, partBytes)) {
      seal.parts = part.number
      seal.plainBytes += part.plainBytes
      seal.hash = chainHash(seal.hash, part.hash)
      const underWay: Promise<unknown> = send(part)
        .catch(error => {
          failure ??= { error }
        })
        .finally(() => sending.delete(underWay))
      sending.add(underWay)
      if (sending.size >= atOnce) await Promise.race(sending)
      if (failure) break
    }
  } finally {
    await Promise.all(sending)
  }
  throwIf(failure)
  await again(() => portal.post(`jobs/${id}/seal`, { claim, ...seal }, signal), signal)
}

function throwIf(failure: { error: unknown } | null): void {
  if (failure) throw failure.error
}
