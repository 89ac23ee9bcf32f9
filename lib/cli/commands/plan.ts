import { countRows } from '@/lib/store/changes-chosen'
import { inOrganization } from '@/lib/store/organization'
import { readRun } from '@/lib/store/runs'
import { sentence } from '@/lib/words/words'
import type { Answer } from '../answer'
import { choiceOf, type PartOptions, planOfPart } from '../chosen-part'
import type { Context } from '../context'
import { runNamed } from '../run-named'
import { table } from '../say'

/** `plan RUN`: what waits for approval, by kind and reason, and the hash and number that approve it or a part of it. */
export async function plan(context: Context, run: string, options: PartOptions): Promise<Answer> {
  const runId = await runNamed(context, run)
  const { planHash, removals, changes } = await planOfPart(context, runId, await choiceOf(context, runId, options))
  const { number, rows } = await inOrganization(context.organizationId, async tx => ({
    number: (await readRun(tx, runId))?.number ?? 0,
    rows: await countRows(tx, runId),
  }))
  return {
    exit: 2,
    json: { runId, number, planHash, removals, changes, rows },
    lines: [
      ...table([
        ['kind', 'reason', 'people'],
        ...rows.map(({ kind, reason, people }) => [kind, reason, String(people)]),
      ]),
      sentence('part-chosen', { changes, hash: planHash, removals }, 'cli'),
    ],
  }
}
