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
  const hasher = createPlanHasher()
  for (const row of [...rows].sort()) hasher.add(row)
  return hasher.digest()
}

/** The same for rows that come sorted (by bytes, `COLLATE "C"`) and are too many to hold at once. */
export function createPlanHasher(): { add(row: string): void; digest(): string } {
  const rows = createHash('sha256')
  let last = ''
  return {
    add(row) {
      if (row < last) throw new RangeError('The rows of a plan are hashed in order')
      last = row
      rows.update(`${row}\n`)
    },
    digest: () => rows.digest('hex'),
  }
}

function sorted(values: ChangeValues | null): [string, unknown][] | null {
  if (values === null) return null
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}
