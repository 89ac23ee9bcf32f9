import { startRevert } from '@/lib/runs/start-revert'
import { type Answer, Refused } from '../answer'
import type { Context } from '../context'
import { runAnswer } from '../run-answer'
import { runNamed } from '../run-named'
import { runEnded } from './sync'

/** `revert RUN`: works out what takes a run's changes back. Like a preview, it waits for `approve`. */
export async function revert(context: Context, run: string): Promise<Answer> {
  const runId = await runNamed(context, run)
  const requestedBy = context.actor.id
  const started = await startRevert(context.organizationId, { runId, cause: 'command-line', requestedBy })
  if (!started.ok) throw new Refused(started.faults)
  return runAnswer(await runEnded(context, started.value.runId))
}
