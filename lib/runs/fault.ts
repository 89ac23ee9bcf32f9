import { ReadFailure } from '@/lib/directory/read-fault'
import type { Run } from '@/lib/store/runs'
import type { RunFaultCode } from '@/lib/sync/run-state'

/** Why a run ended: a code of lib/sync/run-state or of lib/directory/read-fault. */
export type RunFault = NonNullable<Run['fault']>

/** Ends a run as failed; nothing after it is applied. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure'
  constructor(readonly fault: RunFault) {
    super(fault.code)
  }
}

export const runFailure = (code: RunFaultCode, args: RunFault['args'] = {}) => new RunFailure({ code, args })

/** An admin asked for the end. */
export class RunCancelled extends Error {
  override readonly name = 'RunCancelled'
}

/** The worker is to stop, or lost the run: the run stays as it is and is resumed. */
export class RunPaused extends Error {
  override readonly name = 'RunPaused'
}

/** The fault to store with the run, or null for what is no fault of the run: a lost connection, a bug. */
export function faultOf(error: unknown): RunFault | null {
  return error instanceof RunFailure || error instanceof ReadFailure ? error.fault : null
}
