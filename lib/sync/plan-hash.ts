import { createHash, hash } from 'node:crypto'
import type { Change, ChangeValues } from './change'

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

/** Of a plan without a row. */
export const hashOfNothing = planHash([])

function sorted(values: ChangeValues | null): [string, unknown][] | null {
  if (values === null) return null
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
