import type { CaughtByRule } from '@/lib/connectors/job-request'

const sampleSize = 5

/** Counts for rules whom or what each of them catches, and remembers the first few names. */
export function createCounts(rules: readonly { id: string }[]) {
  const counts = new Map(rules.map(({ id }): [string, CaughtByRule] => [id, { id, count: 0, names: [] }]))
  return {
    add(id: string, name: string): void {
      const found = counts.get(id)
      if (!found) return
      found.count += 1
      if (found.names.length < sampleSize) found.names.push(name)
    },
    all: (): CaughtByRule[] => [...counts.values()],
  }
}
