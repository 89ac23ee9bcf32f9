import { agentsWithWork } from '@/lib/store/agent-jobs'
import { acrossOrganizations } from '@/lib/store/organization'

/** Milliseconds between two looks for all agents that wait at this portal. */
const interval = 250

type Waiter = { organizationId: string; agentId: string; wake(work: boolean): void }
const shared = globalThis as { enrollmentWaiters?: { waiting: Set<Waiter>; looking: boolean } }

/** Of one process, outliving a reload of this module. */
const room = () => {
  shared.enrollmentWaiters ??= { waiting: new Set(), looking: false }
  return shared.enrollmentWaiters
}

/**
 * Waits until there may be work for this agent. It holds no connection meanwhile: one question at each interval is asked
 * for everybody who waits, and none while nobody does.
 * @returns false when the time is over
 */
export function waitForWork(
  { organizationId, agentId }: { organizationId: string; agentId: string },
  milliseconds: number,
  signal: AbortSignal,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => waiter.wake(false), Math.max(milliseconds, 0))
  const leave = () => waiter.wake(false)
  const waiter: Waiter = {
    organizationId,
    agentId,
    wake(work) {
      clearTimeout(timer)
      signal.removeEventListener('abort', leave)
      room().waiting.delete(waiter)
      resolve(work)
    },
  }
  signal.addEventListener('abort', leave, { once: true })
  room().waiting.add(waiter)
  void look()
  return promise
}

async function look(): Promise<void> {
  const here = room()
  if (here.looking) return
  here.looking = true
  try {
    while (here.waiting.size > 0) {
      await new Promise(resolve => setTimeout(resolve, interval))
      const waiting = [...here.waiting]
      if (waiting.length === 0) break
      // A question that could not be asked is asked again at the next look; the agents' own time ends their waiting.
      const busy = await acrossOrganizations('look for agents’ work', across => agentsWithWork(across, waiting)).catch(
        () => new Set<string>(),
      )
      for (const waiter of waiting) if (busy.has(waiter.agentId)) waiter.wake(true)
    }
  } finally {
    here.looking = false
  }
}
