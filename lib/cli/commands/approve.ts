import { type Answer, refuse } from '../answer'
import { choiceOf, type PartOptions } from '../chosen-part'
import type { Context } from '../context'
import { runNamed } from '../run-named'
import { approved } from './sync'

/**
 * `approve RUN --plan HASH --removals N --reason TEXT`: exactly this plan, with the number of removals typed. With `--kind`,
 * `--why` or `--groups` only that part of it, whose hash and number `plan` tells with the same options.
 */
export async function approve(
  context: Context,
  run: string,
  { plan, removals, reason, ...part }: { plan: string; removals: string; reason: string } & PartOptions,
): Promise<Answer> {
  if (!/^\d+$/.test(removals)) refuse('removals-not-a-number')
  if (reason.trim() === '') refuse('reason-missing')
  const runId = await runNamed(context, run)
  const choice = await choiceOf(context, runId, part)
  const seen = { runId, planHash: plan, removals: Number(removals), reason: reason.trim() }
  return approved(context, choice ? { ...seen, choice } : seen)
}
