import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { wake } from '@/lib/jobs/wake'
import { done, type Outcome, refused } from '@/lib/outcome'
import { lockConnector } from '@/lib/store/connectors'
import { countAppliedGroups } from '@/lib/store/group-reverts'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { countApplied } from '@/lib/store/reverts'
import { insertRun, lockRun, readActiveRun, supersedeWaitingRuns } from '@/lib/store/runs'
import { isActive } from '@/lib/sync/run-state'
import { actorOf } from './actor'
import type { StartedRun } from './start-run'

export type StartRevert = { runId: string; cause: 'manual' | 'command-line'; requestedBy: string }

/**
 * Works out what would take a run's changes back, as a plan that waits for a person like any first plan. Nothing is read
 * from the directory for it. Plans of the connector that wait are superseded.
 * Faults: `run-unknown`, `run-still-at-work`, `nothing-to-revert`, `run-already-active`.
 */
export async function startRevert(organizationId: string, request: StartRevert): Promise<Outcome<StartedRun>> {
  const outcome = await inOrganization(organizationId, tx => queueRevert(tx, request))
  if (outcome.ok) await wake({ kind: 'run', organizationId, runId: outcome.value.runId })
  return outcome
}

async function queueRevert(
  tx: OrganizationTransaction,
  { runId, cause, requestedBy }: StartRevert,
): Promise<Outcome<StartedRun>> {
  const reverted = await lockRun(tx, runId)
  const connector = reverted && (await lockConnector(tx, reverted.connectorId))
  if (!reverted || !connector) return refused('run-unknown')
  if (isActive(reverted.state)) return refused('run-still-at-work', { number: reverted.number })
  if ((await countApplied(tx, runId)) + (await countAppliedGroups(tx, runId)) === 0)
    return refused('nothing-to-revert', { number: reverted.number })
  const active = await readActiveRun(tx, connector.id)
  if (active) return refused('run-already-active', { number: active.number })
  await supersedeWaitingRuns(tx, connector.id, 'all')
  const id = randomUUID()
  const { connectorVersion, connectorId } = reverted
  const run = await insertRun(tx, {
    ...{ id, connectorId, connectorVersion, cause, requestedBy },
    ...{ kind: 'revert', first: false, revertsRunId: runId },
  })
  if (!run) return refused('run-already-active', { number: 0 })
  await recordAudit(tx, {
    actor: actorOf(requestedBy),
    event: 'run.revert-asked',
    target: { kind: 'run', id: runId },
    runId: id,
    connectorVersion,
    details: { number: run.number, reverts: reverted.number, cause },
  })
  return done({ runId: id, number: run.number })
}
