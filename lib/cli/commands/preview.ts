import { startRun } from '@/lib/runs/start-run'
import { type Answer, Refused } from '../answer'
import { connectorNamed } from '../connector-named'
import type { Context } from '../context'
import { runAnswer } from '../run-answer'
import { runEnded } from './sync'

/**
 * `preview NAME`: works out what the live configuration would change, or the newest of a connector that has none, and
 * changes nothing. The plan waits for `approve`.
 */
export async function preview(context: Context, name: string): Promise<Answer> {
  const { id: connectorId } = await connectorNamed(context, name)
  const started = await startRun(context.organizationId, {
    connectorId,
    kind: 'preview',
    cause: 'command-line',
    requestedBy: context.actor.id,
  })
  if (!started.ok) throw new Refused(started.faults)
  return runAnswer(await runEnded(context, started.value.runId))
}
