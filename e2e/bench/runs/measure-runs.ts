import { writeBlocks } from '../directory/block-file'
import { expectedAccounts } from './accounts-sum'
import { measureRound, type Round } from './measure-round'
import type { RunBench } from './run-bench'
import { type RunTable, runTables } from './tables'

/** People who changed before the third run, of a company that is large enough. */
const mostChanged = 1_000

/** Measures what runs do after reading, so many times, and gives a table for each comparison. */
export async function measureRuns(bench: RunBench, rounds: number, say: (text: string) => void): Promise<RunTable[]> {
  const blocks = { same: `${bench.folder}/blocks-same`, changed: `${bench.folder}/blocks-changed` }
  await writeBlocks(blocks.same, bench.size, 0)
  const changed = Math.min(mostChanged, Math.floor(bench.size / 10))
  await writeBlocks(blocks.changed, bench.size, changed)
  const first = expectedAccounts(bench.size, 0)
  const listed = { people: bench.size, checksum: String(first.people) }
  const managed = { people: first.people, checksum: '' }
  const expected = { first, changed: expectedAccounts(bench.size, changed), listed, managed }
  const measured: Round[] = []
  for (let at = 1; at <= rounds; at++) {
    const round = await measureRound(bench, blocks)
    measured.push(round)
    say(`round ${at}: ${JSON.stringify(partsOf(round))}`)
  }
  return runTables({ size: bench.size, rounds: measured, expected })
}

/** Seconds of each part, for whoever watches. */
function partsOf({ upsert, upsertChanged, runs }: Round): Record<string, number> {
  const parts = Object.entries(runs).flatMap(([side, each]) =>
    Object.entries(each).flatMap(([name, { facts }]) =>
      ['import', 'plan', 'apply', 'page', 'row'].flatMap(part =>
        facts[part] === undefined ? [] : [[`${side} ${name} ${part}`, Number(facts[part])] as const],
      ),
    ),
  )
  const all = [['upsert', upsert.seconds], ['upsert changed', upsertChanged.seconds], ...parts] as const
  return Object.fromEntries(all.map(([name, seconds]) => [name, Math.round(seconds * 1_000) / 1_000]))
}
