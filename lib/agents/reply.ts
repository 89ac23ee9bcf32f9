import type { Refusal } from '@/lib/agent-protocol/messages'
import { type RefusalCode, refusal } from '@/lib/agent-protocol/refusals'

/** What a door answers an agent. */
export type Reply<T> = { ok: true; body: T } | { ok: false; status: number; body: Refusal }

export const replied = <T>(body: T): Reply<T> => ({ ok: true, body })
export const refuse = (code: RefusalCode, args: Refusal['args'] = {}): Extract<Reply<never>, { ok: false }> => ({
  ok: false,
  ...refusal(code, args),
})

/** Who signed a request. */
export type Caller = { organizationId: string; agentId: string; keyId: string }
