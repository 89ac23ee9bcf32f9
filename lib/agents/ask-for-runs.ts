import type { HistoryAnswer, RunSeen, RunStarted, StartRunRequest } from '@/lib/agent-protocol/run-messages'
import { startRun } from '@/lib/runs/start-run'
import { inOrganization } from '@/lib/store/organization'
import { listRuns, readRunByNumber } from '@/lib/store/runs'
import { sentence } from '@/lib/words/words'
import { agentOf } from './agent-of'
import { type Caller, type Reply, refuse, replied } from './reply'
import { runSeen } from './run-seen'

/** Starts a run of the agent's own connector, as an administrator does with Run now. */
export async function startRunOf(caller: Caller, { preview, quick }: StartRunRequest): Promise<Reply<RunStarted>> {
  const { organizationId } = caller
  const own = await inOrganization(organizationId, tx => agentOf(tx, caller))
  if (!own) return refuse('revoked')
  const started = await startRun(organizationId, {
    connectorId: own.connector.id,
    kind: preview ? 'preview' : 'synchronize',
    cause: 'agent',
    quick,
    requestedBy: own.actor.id,
  })
  if (started.ok) return replied({ number: started.value.number })
  const because = started.faults.map(({ code, args }) => sentence(code, args, 'runs')).join(' ')
  return refuse('not-done', { because })
}

/** How a run of its connector stands; those of other connectors do not exist for an agent. */
export function seeRun(caller: Caller, number: number): Promise<Reply<RunSeen>> {
  return inOrganization(caller.organizationId, async tx => {
    const own = await agentOf(tx, caller)
    const run = own && (await readRunByNumber(tx, number))
    return run?.connectorId === own?.connector.id && run ? replied(runSeen(run)) : refuse('run-unknown', { number })
  })
}

/** The last runs of its connector, whoever started them; the newest first. */
export function historyOf(caller: Caller, limit: number): Promise<Reply<HistoryAnswer>> {
  return inOrganization(caller.organizationId, async tx => {
    const own = await agentOf(tx, caller)
    if (!own) return refuse('revoked')
    const runs = await listRuns(tx, { connectorId: own.connector.id, limit })
    return replied({ connector: own.connector.name, runs: runs.map(runSeen) })
  })
}
