import { setTimeout as pause } from 'node:timers/promises'
import { Refused, Unreachable } from './portal'

/** Milliseconds before something is sent again; the last counts for all further times. */
const pauses = [500, 1_000, 2_000, 5_000, 10_000]

/** A portal that is away, busy or broken for a moment is asked again; what it refuses stays refused. */
export async function again<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let time = 0; ; time++) {
    try {
      return await work()
    } catch (error) {
      if (!mayPass(error) || signal.aborted) throw error
      await pause(pauses[Math.min(time, pauses.length - 1)], undefined, { signal })
    }
  }
}

const mayPass = (error: unknown): boolean =>
  error instanceof Unreachable || (error instanceof Refused && error.status >= 500)
