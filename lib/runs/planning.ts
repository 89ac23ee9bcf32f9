import type { Anchor } from '@/lib/directory/anchor'
import type { ConnectorSettings } from '@/lib/settings/connector'
import type { Run } from '@/lib/store/runs'
import type { Snapshot } from '@/lib/store/snapshots'
import type { Mapping } from '@/lib/sync/compile-mapping'
import type { IncomingExclusions } from '@/lib/sync/exclude-person'
import type { Inclusion } from '@/lib/sync/inclusion/compile-inclusion'
import type { JoinDecision } from '@/lib/sync/join-question'
import type { Shields } from '@/lib/sync/protect-account'
import type { ListsOfPeople } from './lists-of-people'
import type { NewUnitsOfRun } from './new-units-of-run'
import type { RuleCounts } from './rule-counts'
import type { RunWork } from './run-work'
import type { Tally } from './tally'
import type { UnitTree } from './unit-tree'

/** What all passes of planning share. */
export type Planning = {
  work: RunWork
  run: Run
  settings: ConnectorSettings
  snapshot: Snapshot
  units: UnitTree
  verifiedDomains: ReadonlySet<string>
  mapping: Mapping
  /** What a look-up asks for, as the read did. */
  attributes: readonly string[]
  now: Date
  /** Of everything that decides how people are mapped; null = nobody can tell. */
  fingerprint: string | null
  tally: Tally
  ruleCounts: RuleCounts
  newUnits: NewUnitsOfRun
  lists: ListsOfPeople
  includes: Inclusion
  excludes: IncomingExclusions
  shields: Shields
  /** What administrators decided about people whom the rules could not join. */
  decisions: ReadonlyMap<Anchor, JoinDecision>
}

/** People decided per transaction. */
export const pageSize = 2_000

/** Goes through people in the order of their anchors; `page` answers the last of its page, or null at the end. */
export async function eachPage(page: (after: Anchor | null) => Promise<Anchor | null>): Promise<void> {
  for (let after: Anchor | null = null; ; ) {
    after = await page(after)
    if (after === null) return
  }
}

/** A full page may have a next one. */
export const lastOf = <T>(rows: readonly T[], limit: number, anchorOf: (row: T) => Anchor): Anchor | null => {
  const last = rows.at(-1)
  return rows.length === limit && last !== undefined ? anchorOf(last) : null
}
