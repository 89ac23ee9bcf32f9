import { Call } from '@/lib/agent-protocol/directory'
import type { AgentJob, PollAnswer, PollRequest } from '@/lib/agent-protocol/messages'
import { versionRefusal } from '@/lib/agent-protocol/refusals'
import { claimAgentJob } from '@/lib/store/agent-jobs'
import { type Contact, noteContacts, noteTurnedAway, readAgent } from '@/lib/store/agents'
import { gather } from '@/lib/store/gather'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { claimSeconds } from './limits'
import { type Caller, type Reply, refuse, replied } from './reply'
import { tellOfCopy } from './tell-of-suspicion'
import { waitForWork } from './waiting-room'

/** Notes that an agent lives, and gives it the next job of its connector: at once, or as soon as there is one. */
export async function pollForJob(
  caller: Caller & { ahead: number },
  request: PollRequest,
  signal: AbortSignal,
): Promise<Reply<PollAnswer>> {
  const unsupported = versionRefusal(request.presence.protocol)
  if (unsupported) {
    await inOrganization(caller.organizationId, tx => noteTurnedAway(tx, caller.agentId, unsupported.body))
    return { ok: false, ...unsupported }
  }
  const endsAt = performance.now() + request.waitSeconds * 1000
  const { presence, directory, fault } = request
  const { organizationId, agentId, ahead } = caller
  const welcome = await arrive({ organizationId, agentId, ahead, ...presence, directory, fault })
  if (!welcome) return refuse('revoked')
  if (welcome.copyIsNews) await tellOfCopy(organizationId, agentId, presence.host)
  if (welcome.instance !== presence.instance) return refuse('cloned')
  if (welcome.rotate) return replied({ job: null, rotate: true })
  for (let work = welcome.work; ; work = await waitForWork(caller, endsAt - performance.now(), signal)) {
    // Whoever went away while it waited would take a job along that nobody does until the claim ends.
    if (signal.aborted) return replied({ job: null, rotate: false })
    const job = work ? await inOrganization(organizationId, tx => nextJob(tx, agentId)) : null
    if (job) return replied({ job, rotate: false })
    if (performance.now() >= endsAt) return replied({ job: null, rotate: false })
  }
}

/** Milliseconds for which whoever arrives later waits for others, so that a thousand agents cost as much as one. */
const company = 500
const arrive = gather(
  (contacts: readonly Contact[]) => acrossOrganizations('agents arrive', across => noteContacts(across, contacts)),
  company,
)

async function nextJob(tx: OrganizationTransaction, agentId: string): Promise<AgentJob | null> {
  const agent = await readAgent(tx, agentId)
  const row = agent && !agent.revokedAt ? await claimAgentJob(tx, agent, claimSeconds) : null
  if (!row) return null
  const { id, claim, baseDn } = row
  return { id, claim, baseDn, call: Call.parse(row.call), leaseSeconds: claimSeconds }
}
