import type { AnswerRequest, SealRequest } from '@/lib/agent-protocol/messages'
import { chainHash, chainStart, partHash, unpackPart } from '@/lib/agent-protocol/parts'
import { type AgentJobRow, holdAgentJob, isOutdated, recordAgentJob } from '@/lib/store/agent-jobs'
import { insertAgentPart, listAgentParts, waitingBytes } from '@/lib/store/agent-parts'
import { noteReading } from '@/lib/store/agents'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { claimSeconds, mostWaiting } from './limits'
import { type Caller, type Reply, refuse, replied } from './reply'

type Done = Reply<Record<string, never>>
const nothing = {}

/** What an agent says about a job: it counts only while the agent's claim on the job is the last one. */
function about<T>(
  caller: Caller,
  jobId: string,
  claim: number,
  work: (tx: OrganizationTransaction, job: AgentJobRow) => Promise<Reply<T>>,
): Promise<Reply<T>> {
  return inOrganization(caller.organizationId, async tx => {
    const job = await holdAgentJob(tx, { id: jobId, agentId: caller.agentId, claim }, claimSeconds)
    return job ? work(tx, job) : refuse('job-over')
  })
}

/** Only the claim is renewed. */
export const keepJob = (caller: Caller, jobId: string, claim: number): Promise<Done> =>
  about(caller, jobId, claim, async () => replied(nothing))

/** How far a test is, or how a job ended. An upload ends with its seal. */
export function answerJob(caller: Caller, jobId: string, { claim, outcome }: AnswerRequest): Promise<Done> {
  return about(caller, jobId, claim, async (tx, job) => {
    if (outcome.state === 'failed') {
      await noteReading(tx, caller.agentId, outcome.fault)
      await recordAgentJob(tx, job.id, { state: 'failed', result: outcome.fault })
    } else if (outcome.state === 'running')
      await recordAgentJob(tx, job.id, { state: 'working', result: outcome.result })
    else if (job.method === 'import') return refuse('request-invalid')
    else {
      await noteReading(tx, caller.agentId, null)
      await recordAgentJob(tx, job.id, { state: 'done', result: outcome.result })
    }
    return replied(nothing)
  })
}

/**
 * Keeps one part of an upload. The same part again changes nothing; another one with its number ends the matter for the
 * agent, because one of the two is not what was read.
 */
export async function receivePart(
  caller: Caller,
  jobId: string,
  { claim, number }: { claim: number; number: number },
  compressed: Buffer,
): Promise<Done> {
  const plain = await unpackPart(compressed)
  if (plain === null) return refuse('part-damaged')
  const hash = partHash(compressed)
  return about(caller, jobId, claim, async (tx, job) => {
    if (job.method !== 'import') return refuse('request-invalid')
    if ((await waitingBytes(tx)) > mostWaiting) return refuse('busy')
    const part = { jobId, claim, number, compressed, plainBytes: plain.length, hash }
    return (await insertAgentPart(tx, part)) === hash ? replied(nothing) : refuse('part-differs')
  })
}

/** Ends an upload: from here on it counts, if it is whole and nothing newer was sealed. */
export function sealUpload(caller: Caller, jobId: string, { claim, ...seal }: SealRequest): Promise<Done> {
  return about(caller, jobId, claim, async (tx, job) => {
    if (job.method !== 'import') return refuse('request-invalid')
    if (await isOutdated(tx, job)) return refuse('job-over')
    if (!isWhole(await listAgentParts(tx, { jobId, claim }), seal)) return refuse('seal-differs')
    await noteReading(tx, caller.agentId, null)
    await recordAgentJob(tx, job.id, { state: 'done', seal })
    return replied(nothing)
  })
}

type Arrived = Awaited<ReturnType<typeof listAgentParts>>

/** Parts from 1 without a gap, as many and as long as the seal says, with the hashes that it says. */
export function isWhole(parts: Arrived, seal: Omit<SealRequest, 'claim'>): boolean {
  const plainBytes = parts.reduce((sum, part) => sum + part.plainBytes, 0)
  const hash = parts.reduce((before, part) => chainHash(before, part.hash), chainStart)
  const numbered = parts.every(({ number }, index) => number === index + 1)
  return numbered && parts.length === seal.parts && plainBytes === seal.plainBytes && hash === seal.hash
}
