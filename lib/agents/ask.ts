import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { answers, type Call, WireFault } from '@/lib/agent-protocol/directory'
import { ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import { deleteAgentJob, insertAgentJob, waitForAgentJob } from '@/lib/store/agent-jobs'
import { inOrganization } from '@/lib/store/organization'
import { silentSeconds, waitedSeconds } from './limits'

/** Who asks, and of which connector's agents. */
export type Asking = {
  organizationId: string
  connectorId: string
  /** `run:…` or `job:…`: whoever carries the same work on finds what was sent for it. */
  asker: string
  /** The search base of the connector's settings. */
  baseDn: string | null
}

/** Milliseconds between two looks at a job. */
const interval = 100

type Seen = NonNullable<Awaited<ReturnType<typeof waitForAgentJob>>>
type Answered = keyof typeof answers
type Answer<M extends Answered> = z.infer<(typeof answers)[M]>

/**
 * Puts a question to the agents and waits for the answer, which is not kept.
 * @param tell gets what is known so far, of questions that are answered step by step
 * @throws ReadFailure: what the directory or the agent had against it, or that there is no agent
 */
export async function ask<M extends Answered>(
  asking: Asking,
  call: Call & { method: M },
  signal: AbortSignal,
  tell?: (answer: Answer<M>) => void,
): Promise<Answer<M>> {
  const id = randomUUID()
  const { organizationId, connectorId, asker, baseDn } = asking
  const job = { id, connectorId, asker, method: call.method, call, baseDn }
  await inOrganization(organizationId, tx => insertAgentJob(tx, job, { epoch: false, seconds: waitedSeconds }))
  const schema = answers[call.method] as z.ZodType<Answer<M>>
  try {
    const { result } = await waitForEnd(organizationId, id, signal, soFar => {
      const known = schema.safeParse(soFar)
      if (known.success) tell?.(known.data)
    })
    const answer = schema.safeParse(result)
    if (!answer.success) throw new ReadFailure(unreadable)
    return answer.data
  } finally {
    await inOrganization(organizationId, tx => deleteAgentJob(tx, id))
  }
}

export const unreadable: ReadFault = { code: 'agent-answer-unreadable', args: {} }

/**
 * Looks how a job stands, and says that somebody waits for it; no transaction is open between two looks.
 * @throws ReadFailure when it failed, was taken away, or no agent is there to do it
 */
export async function lookAt(organizationId: string, id: string): Promise<Seen> {
  const job = await inOrganization(organizationId, tx => waitForAgentJob(tx, id, waitedSeconds))
  if (job?.state === 'done') return job
  if (job?.state === 'failed') throw new ReadFailure(faultOf(job.result))
  if (job?.state !== 'queued' && job?.state !== 'working') throw new ReadFailure({ code: 'cancelled', args: {} })
  const silence = silenceOf(job.contactSeconds)
  if (silence) throw new ReadFailure(silence)
  return job
}

/** @param tell gets what is known so far, whenever that is something new @throws ReadFailure as `lookAt` does */
async function waitForEnd(
  organizationId: string,
  id: string,
  signal: AbortSignal,
  tell: (result: unknown) => void,
): Promise<Seen> {
  let told: string | undefined
  for (;;) {
    const job = await lookAt(organizationId, id)
    if (job.state === 'done') return job
    if (job.result !== null && JSON.stringify(job.result) !== told) {
      told = JSON.stringify(job.result)
      tell(job.result)
    }
    await pause(signal)
  }
}

function faultOf(result: unknown): ReadFault {
  const fault = WireFault.safeParse(result)
  return fault.success ? fault.data : unreadable
}

function silenceOf(contactSeconds: number | null): ReadFault | null {
  if (contactSeconds === null) return { code: 'agent-missing', args: {} }
  if (contactSeconds <= silentSeconds) return null
  return { code: 'agent-offline', args: { minutes: Math.round(contactSeconds / 60) } }
}

/** Until the next look. @throws ReadFailure when nobody wants to know any more */
export function pause(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, interval)
  const stop = () => {
    clearTimeout(timer)
    resolve()
  }
  signal.addEventListener('abort', stop, { once: true })
  return promise.then(() => {
    signal.removeEventListener('abort', stop)
    if (signal.aborted) throw new ReadFailure(isTime(signal) ? timeLimit : { code: 'cancelled', args: {} })
  })
}

const timeLimit: ReadFault = { code: 'time-limit', args: {} }
const isTime = ({ reason }: AbortSignal): boolean => reason instanceof DOMException && reason.name === 'TimeoutError'
