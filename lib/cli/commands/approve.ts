import { type Answer, refuse } from '../answer'
import type { Context } from '../context'
import { runNamed } from '../run-named'
import { approved } from './sync'

/** `approve RUN --plan HASH --removals N --reason TEXT`: exactly this plan, with the number of removals typed. */
export async function approve(
  context: Context,
  run: string,
  { plan, removals, reason }: { plan: string; removals: string; reason: string },
): Promise<Answer> {
  if (!/^\d+$/.test(removals)) refuse('removals-not-a-number')
  if (reason.trim() === '') refuse('reason-missing')
  const runId = await runNamed(context, run)
  return approved(context, { runId, planHash: plan, removals: Number(removals), reason: reason.trim() })
}
