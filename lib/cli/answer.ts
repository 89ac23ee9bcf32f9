import type { Fault } from '@/lib/outcome'

/** 0 done, 1 failed, 2 the plan waits for a person. */
export type ExitCode = 0 | 1 | 2

/** What a command ends with: `lines` for people, `json` for programs. */
export type Answer = { exit: ExitCode; lines: string[]; json: unknown }

/** Ends a command with faults that a person can do something about. */
export class Refused extends Error {
  override readonly name = 'Refused'
  constructor(readonly faults: Fault[]) {
    super(faults.map(fault => fault.code).join(', '))
  }
}

/** @throws Refused always */
export function refuse(code: string, args: Fault['args'] = {}): never {
  throw new Refused([{ code, args }])
}
