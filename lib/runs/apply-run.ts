import { env } from '@/lib/env'
import { applyChanges } from '@/lib/messenger/apply-changes'
import { insertEffects } from '@/lib/notify/effects'
import type { Done } from '@/lib/store/accounts-apply'
import { noteEndedSessions } from '@/lib/store/accounts-sessions'
import { recordApplied } from '@/lib/store/changes-applied'
import { markFailed, type PendingChange, type PendingPlace, readPending } from '@/lib/store/changes-states'
import { stopWaiting } from '@/lib/store/changes-waiting'
import { requestAccountExports } from '@/lib/store/exported-accounts'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { countDone, type Run } from '@/lib/store/runs'
import { isRemoval } from '@/lib/sync/change'
import { applyGroups } from './apply-groups'
import { RunPaused } from './fault'
import { finishRun } from './finish-run'
import { failWithoutSeat } from './give-seats'
import { holdUnderNewConfiguration } from './hold-removals'
import { fenced, type RunWork } from './run-work'

/** Carries out what the gate let through, batch by batch; a resumed run goes on with the rows that are still planned. */
export async function applyRun(work: RunWork, run: Run): Promise<void> {
  for (let end = await applyBatch(work, run, null); end !== null; end = await applyBatch(work, run, end)) {
    await work.failpoint?.('batch-committed')
    if (work.slot?.isWorthBeginning() === false) throw new RunPaused('The slot is over')
  }
  await applyGroups(work, run)
  await finishRun(work, run)
}

/**
 * One transaction: the deeds, their states, their audit entries and their effects, or nothing of it.
 * @param after where the batch before ended
 * @returns where this one ends; null when nothing was left to do
 */
async function applyBatch(work: RunWork, run: Run, after: PendingPlace | null): Promise<PendingPlace | null> {
  return fenced(work, async (tx, present) => {
    await holdUnderNewConfiguration(tx, present)
    await failWithoutSeat(tx, run.id)
    const { pending, end } = await readNext(tx, run.id, after)
    if (end === null) return null
    const { done, failed } = await applyChanges(tx, {
      connectorId: run.connectorId,
      runId: run.id,
      rows: pending,
      parked: () => work.failpoint?.('addresses-parked'),
    })
    const deeds = asPlanned(pending, done)
    await recordApplied(tx, run, deeds, events)
    for (const { anchor, failure } of failed) await markFailed(tx, run.id, [anchor], failure)
    if (failed.length > 0) await stopWaiting(tx, run.id, { state: 'failed', failure: 'depends-on-failed' })
    await noteEndedSessions(tx, run.id, deeds.filter(endsSessions))
    await insertEffects(tx, run, deeds.map(toEffect))
    const changed = deeds.map(({ accountId }) => accountId)
    await requestAccountExports(tx, { key: run.id, runId: run.id }, changed)
    await countDone(tx, run.id, pending.length)
    await work.failpoint?.('batch-open')
    return end
  })
}

/** Behind the last batch; and when nothing is there, whatever is left at all. */
async function readNext(tx: OrganizationTransaction, runId: string, after: PendingPlace | null) {
  const batch = env().ENROLLMENT_APPLY_BATCH
  const next = await readPending(tx, runId, batch, after)
  return next.end === null && after !== null ? readPending(tx, runId, batch, null) : next
}

/** What the record calls each kind that changes an account. */
const events = {
  add: 'account.added',
  link: 'account.linked',
  update: 'account.updated',
  reactivate: 'account.reactivated',
  deactivate: 'account.deactivated',
  suspend: 'account.suspended',
  release: 'account.released',
} as const

const toEffect = ({ anchor, accountId, kind, after }: PendingChange & Done) => ({
  ...{ anchor, accountId, event: kind in events ? events[kind as keyof typeof events] : kind },
  gains: kind === 'add',
  loses: isRemoval(kind) && losesAccess(after),
})

/** What was done, with what was planned; an added account has its id now. */
function asPlanned(pending: readonly PendingChange[], done: readonly Done[]): (PendingChange & Done)[] {
  const planned = new Map(pending.map(change => [change.anchor, change]))
  return done.flatMap(one => {
    const change = planned.get(one.anchor)
    return change ? [{ ...change, ...one }] : []
  })
}

/** Who may no longer sign in is signed out, and so is whoever uses an account that is linked. */
const endsSessions = ({ kind, after }: PendingChange): boolean =>
  kind === 'link' || (isRemoval(kind) && losesAccess(after))

const losesAccess = (after: PendingChange['after']): boolean => after?.active === false || after?.suspended === true
