import { type Approve, approveRun } from '@/lib/runs/approve-run'
import { startRun } from '@/lib/runs/start-run'
import { inOrganization } from '@/lib/store/organization'
import { type Run, readRun } from '@/lib/store/runs'
import { mayBeApprovedUnseen } from '@/lib/sync/judge'
import { isActive } from '@/lib/sync/run-state'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'
import { runAnswer } from '../run-answer'
import { untilEnded } from '../wait'

/**
 * `sync NAME [--approve] [--quick]`: one run of the live configuration. `--approve` approves a plan that is held only
 * for being the first or adding many, and removes nobody; `--quick` reads only what changed.
 */
export async function sync(
  context: Context,
  name: string,
  { approve, quick = false }: { approve?: boolean; quick?: boolean },
): Promise<Answer> {
  const { organizationId, actor } = context
  const connector = await connectorNamed(context, name)
  if (connector.version === null) refuse('connector-not-live', { name })
  const started = await startRun(organizationId, {
    connectorId: connector.id,
    kind: 'synchronize',
    cause: 'command-line',
    quick,
    requestedBy: actor.id,
  })
  if (!started.ok) throw new Refused(started.faults)
  const run = await runEnded(context, started.value.runId)
  return run.state === 'held' && approve ? approveUnseen(context, run) : runAnswer(run)
}

async function approveUnseen(context: Context, run: Run): Promise<Answer> {
  const { id: runId, number, planHash, holds } = run
  const removals = run.removals ?? 0
  if (planHash !== null && mayBeApprovedUnseen({ holds, removals }))
    return approved(context, { runId, planHash, removals, reason: 'sync --approve: the plan removes nobody' })
  const held = runAnswer(run)
  const why = removals > 0 ? 'approve-has-removals' : 'approve-wants-a-look'
  const say = sentence(why, { number, hash: planHash ?? '', removals }, 'cli')
  return { ...held, lines: [...held.lines, say] }
}

/** Approves a plan and waits for the run that carries it out. @throws Refused */
export async function approved(context: Context, plan: Omit<Approve, 'approvedBy'>): Promise<Answer> {
  const outcome = await approveRun(context.organizationId, { ...plan, approvedBy: context.actor.id })
  if (!outcome.ok) throw new Refused(outcome.faults)
  return runAnswer(await runEnded(context, outcome.value.runId))
}

/** The run when its work is done, whoever does it. */
export function runEnded({ organizationId }: Context, runId: string): Promise<Run> {
  return untilEnded(
    async () => {
      const run = await inOrganization(organizationId, tx => readRun(tx, runId))
      return run ?? refuse('run-not-found', { run: runId })
    },
    ({ state }) => (state === 'queued' ? 'waiting' : isActive(state) ? 'begun' : 'ended'),
  )
}
