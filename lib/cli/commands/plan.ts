import { countRows } from '@/lib/store/changes-chosen'
import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { wouldChangeNothing } from '@/lib/sync/plan-hash'
import { sentence } from '@/lib/words/words'
import { type Answer, refuse } from '../answer'
import { choiceOf, type PartOptions, planOfPart } from '../chosen-part'
import type { Context } from '../context'
import { runAnswer } from '../run-answer'
import { runNamed } from '../run-named'
import { table } from '../say'

/**
 * `plan RUN`: what waits for approval, by kind and reason, and the hash and number that approve it or a part of it. Of a
 * preview without a change it says what `run` says.
 */
export async function plan(context: Context, wanted: string, options: PartOptions): Promise<Answer> {
  const runId = await runNamed(context, wanted)
  const { run, rows } = await inOrganization(context.organizationId, async tx => ({
    run: (await readRun(tx, runId)) ?? refuse('run-not-found', { run: wanted }),
    rows: await countRows(tx, runId),
  }))
  if (wouldChangeNothing(run)) return runAnswer(run)
  const { planHash, removals, changes } = await planOfPart(context, runId, await choiceOf(context, runId, options))
  return {
    exit: 2,
    json: { runId, number: run.number, planHash, removals, changes, rows },
    lines: [
      ...table([
        ['kind', 'reason', 'people'],
        ...rows.map(({ kind, reason, people }) => [kind, reason, String(people)]),
      ]),
      sentence('part-chosen', { changes, hash: planHash, removals }, 'cli'),
    ],
  }
}
