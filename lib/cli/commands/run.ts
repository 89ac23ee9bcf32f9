import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { type Answer, refuse } from '../answer'
import type { Context } from '../context'
import { runAnswer } from '../run-answer'
import { runNamed } from '../run-named'

/** `run RUN`: how a run stands, or how it ended, with the same exit code as the command that waited for it. */
export async function run(context: Context, wanted: string): Promise<Answer> {
  const runId = await runNamed(context, wanted)
  const found = await inOrganization(context.organizationId, tx => readRun(tx, runId))
  return runAnswer(found ?? refuse('run-not-found', { run: wanted }))
}
