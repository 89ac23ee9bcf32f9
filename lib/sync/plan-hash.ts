import { createHash, hash } from 'node:crypto'
import type { Change, ChangeValues, Hold } from './change'
import type { RunState } from './run-state'

/**
 * What an approval binds to: what happens to whom, from what to what. The wording of the reason is left out, so that
 * the same effect for the same person is the same change. SHA-256 as 64 hexadecimal digits.
 */
export function changeHash(change: Pick<Change, 'anchor' | 'kind' | 'accountId' | 'before' | 'after'>): string {
  const parts = [change.anchor, change.kind, change.accountId, sorted(change.before), sorted(change.after)]
  return hash('sha256', JSON.stringify(parts), 'hex')
}

/** The hash of a plan from its rows' hashes, whatever their order. */
export function planHash(rows: Iterable<string>): string {
  const plan = hashingPlan()
  for (const row of [...rows].sort()) plan.add(row)
  return plan.end()
}

/** The same for rows that come sorted, one by one. @throws RangeError for one that does not */
export function hashingPlan(): { add(row: string): void; end(): string } {
  const plan = createHash('sha256')
  let last = ''
  return {
    add(row) {
      if (row < last) throw new RangeError('The rows of a plan are hashed in their order')
      plan.update(`${row}\n`)
      last = row
    },
    end: () => plan.digest('hex'),
  }
}

const hashOfNothing = planHash([])

type Previewed = { state: RunState; holds: readonly Hold[]; planHash: string | null }

/** A preview without a change. One that is held for a reason waits for somebody to look at it all the same. */
export const wouldChangeNothing = ({ state, holds, planHash }: Previewed): boolean =>
  state === 'previewed' && holds.length === 0 && planHash === hashOfNothing

function sorted(values: ChangeValues | null): [string, unknown][] | null {
  if (values === null) return null
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
