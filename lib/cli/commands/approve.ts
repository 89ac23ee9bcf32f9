import { inOrganization } from '@/lib/store/organization'
import { readRun, readRunByNumber } from '@/lib/store/runs'
import { type Answer, refuse } from '../answer'
import type { Context } from '../context'
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

async function runNamed({ organizationId }: Context, wanted: string): Promise<string> {
  const isNumber = /^\d{1,9}$/.test(wanted)
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted)
  const run = await inOrganization(organizationId, async tx =>
    isNumber ? readRunByNumber(tx, Number(wanted)) : isId ? readRun(tx, wanted) : null,
  )
  return run?.id ?? refuse('run-not-found', { run: wanted })
}
