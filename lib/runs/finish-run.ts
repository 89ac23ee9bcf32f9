import { noteAcceptance } from '@/lib/connectors/refused-sign-ins'
import { lockConnector, updateConnector } from '@/lib/store/connectors'
import { countUnlinkedMembers, markGroupsSeen, markGroupsSuspected } from '@/lib/store/group-joins'
import { markDecisionsUsed } from '@/lib/store/join-decisions'
import { markSeen, markSuspected } from '@/lib/store/joins'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type Run, readRun } from '@/lib/store/runs'
import { readSnapshot } from '@/lib/store/snapshots'
import { endRun } from './end-run'
import { fenced, nowOf, type RunWork } from './run-work'

/** A complete read was carried out: who was seen, who was missed, which domain it is; then the report. */
export async function finishRun(work: RunWork, run: Run): Promise<void> {
  await fenced(work, async tx => {
    await markSeen(tx, run.connectorId, run.id)
    await markSuspected(tx, run.connectorId, run.id, nowOf(work))
    await finishGroups(tx, run, nowOf(work))
    await markDecisionsUsed(tx, run.connectorId, run.id)
    if (work.credentials) await noteAcceptance(tx, run.connectorId, work.credentials)
    const judged = await readRun(tx, run.id)
    const isHeld = judged !== null && judged.holds.length > 0
    await pinDomain(tx, run, isHeld)
    await endRun(tx, run.id, isHeld ? 'held' : 'finished')
  })
}

async function finishGroups(tx: OrganizationTransaction, { id: runId, connectorId }: Run, now: Date): Promise<void> {
  await markGroupsSeen(tx, { runId, connectorId })
  await markGroupsSuspected(tx, { runId, connectorId }, now)
  await countUnlinkedMembers(tx, { runId, connectorId })
}

/**
 * The first applied run says which domain this connector belongs to; any other one is held from then on, until a person
 * approves a plan that says so. What was carried out as a whole is what the database knows, restored or not.
 */
async function pinDomain(tx: OrganizationTransaction, run: Run, isHeld: boolean): Promise<void> {
  const connector = await lockConnector(tx, run.connectorId)
  const snapshot = await readSnapshot(tx, run.id)
  if (!connector || !snapshot?.identity) return
  const approved = run.approvesRunId === null ? null : await readRun(tx, run.approvesRunId)
  const accepted = approved?.holds.some(hold => hold.code === 'domain-changed') ?? false
  const { domainSid: seen } = snapshot.identity
  const domainSid = accepted ? seen : (connector.domainSid ?? seen)
  const state = connector.state === 'paused' ? connector.state : 'active'
  const restoredAt = isHeld ? connector.restoredAt : null
  if (domainSid !== connector.domainSid || state !== connector.state || restoredAt !== connector.restoredAt)
    await updateConnector(tx, connector.id, { domainSid, state, restoredAt })
}
