import { approveRun } from '@/lib/runs/approve-run'
import { startRun } from '@/lib/runs/start-run'
import { inOrganization } from '@/lib/store/organization'
import { type Run, readRun } from '@/lib/store/runs'
import { isActive } from '@/lib/sync/run-state'
import { sentence } from '@/lib/words/words'
import { type Answer, Refused, refuse } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'
import { runAnswer } from '../run-answer'
import { untilEnded } from '../wait'

/**
 * `sync NAME [--approve] [--quick]`: one run of the live configuration. `--approve` approves a held plan that removes nobody,
 * `--quick` reads only what changed.
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
  return run.state === 'held' && approve ? approveWithoutRemovals(context, run) : runAnswer(run)
}

async function approveWithoutRemovals(context: Context, run: Run): Promise<Answer> {
  const { id: runId, number, planHash, removals } = run
  if (planHash === null || removals !== 0) {
    const held = runAnswer(run)
    const why = sentence('approve-has-removals', { number, hash: planHash ?? '', removals: removals ?? 0 }, 'cli')
    return { ...held, lines: [...held.lines, why] }
  }
  return approved(context, { runId, planHash, removals, reason: 'sync --approve: the plan removes nobody' })
}

/** Approves a plan and waits for the run that carries it out. @throws Refused */
export async function approved(
  context: Context,
  plan: { runId: string; planHash: string; removals: number; reason: string },
): Promise<Answer> {
  const outcome = await approveRun(context.organizationId, { ...plan, approvedBy: context.actor.id })
  if (!outcome.ok) throw new Refused(outcome.faults)
  return runAnswer(await runEnded(context, outcome.value.runId))
}

function runEnded({ organizationId }: Context, runId: string): Promise<Run> {
  return untilEnded(
    async () => {
      const run = await inOrganization(organizationId, tx => readRun(tx, runId))
      return run ?? refuse('run-not-found', { run: runId })
    },
    ({ state }) => (state === 'queued' ? 'waiting' : isActive(state) ? 'begun' : 'ended'),
  )
}
