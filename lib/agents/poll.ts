import { Call } from '@/lib/agent-protocol/directory'
import type { PollAnswer, PollRequest } from '@/lib/agent-protocol/messages'
import { versionRefusal } from '@/lib/agent-protocol/refusals'
import { claimAgentJob } from '@/lib/store/agent-jobs'
import { type Agent, lockAgent, readAgent, updateAgent } from '@/lib/store/agents'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { claimSeconds } from './limits'
import { type Caller, type Reply, refuse, replied } from './reply'
import { waitForWork } from './waiting-room'

const nothing: PollAnswer = { job: null, rotate: false }

/** Notes that an agent lives, and gives it the next job of its connector: at once, or as soon as there is one. */
export async function pollForJob(
  caller: Caller & { ahead: number },
  request: PollRequest,
  signal: AbortSignal,
): Promise<Reply<PollAnswer>> {
  const unsupported = versionRefusal(request.presence.protocol)
  if (unsupported) return { ok: false, ...unsupported }
  const endsAt = performance.now() + request.waitSeconds * 1000
  const first = await inOrganization(caller.organizationId, tx => arrive(tx, caller, request))
  if (!first.ok || first.body.job || first.body.rotate) return first
  while (performance.now() < endsAt && !signal.aborted) {
    if (!(await waitForWork(caller, endsAt - performance.now(), signal))) break
    const answer = await inOrganization(caller.organizationId, async tx => {
      const agent = await readAgent(tx, caller.agentId)
      return agent && !agent.revokedAt ? nextJob(tx, agent) : nothing
    })
    if (answer.job) return replied(answer)
  }
  return replied(nothing)
}

async function arrive(
  tx: OrganizationTransaction,
  caller: Caller & { ahead: number },
  request: PollRequest,
): Promise<Reply<PollAnswer>> {
  const agent = await lockAgent(tx, caller.agentId)
  if (!agent || agent.revokedAt) return refuse('revoked')
  if (!(await noteContact(tx, agent, caller.ahead, request))) return refuse('cloned')
  return replied(await nextJob(tx, agent))
}

/**
 * @returns false for a program that was followed by another one with the same key and comes back all the same: two
 * machines have one key
 */
async function noteContact(
  tx: OrganizationTransaction,
  agent: Agent,
  ahead: number,
  { presence, directory, fault }: PollRequest,
): Promise<boolean> {
  const now = new Date()
  const { instance } = presence
  if (instance === agent.instanceBefore) {
    await updateAgent(tx, agent.id, { clonedAt: now })
    return false
  }
  const { host, system, version, protocol } = presence
  const newer = instance === agent.instance ? {} : { instance, instanceBefore: agent.instance }
  await updateAgent(tx, agent.id, {
    ...{ host, system, version, protocol, ...newer, lastContactAt: now, clockAhead: ahead, directory },
    ...(fault ? { fault, faultAt: now } : {}),
  })
  return true
}

async function nextJob(tx: OrganizationTransaction, agent: Agent): Promise<PollAnswer> {
  const row = await claimAgentJob(tx, agent, claimSeconds)
  const rotate = agent.rotationAskedAt !== null
  if (!row) return { job: null, rotate }
  const { id, claim, baseDn } = row
  return { job: { id, claim, baseDn, call: Call.parse(row.call), leaseSeconds: claimSeconds }, rotate }
}
