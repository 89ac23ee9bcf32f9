import { sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { Because, ChangeKind } from '@/lib/sync/change'
import { activeStates, type RunKind } from '@/lib/sync/run-state'
import type { ChangeState } from './changes'
import type { OrganizationTransaction } from './organization'

/** What a run decided about somebody, and what became of it. `isPlan`: the run only shows what another one would do. */
export type PersonInRun = {
  anchor: Anchor
  runId: string
  number: number
  runKind: RunKind
  isPlan: boolean
  kind: ChangeKind
  because: Because
  state: ChangeState
  at: Date
}

/** What the kept runs of all connectors decided about these people, the newest first; at most so many of each. */
export async function readPersonHistory(
  tx: OrganizationTransaction,
  anchors: readonly string[],
  limit: number,
): Promise<PersonInRun[]> {
  if (anchors.length === 0) return []
  const rows = await tx.execute<Omit<PersonInRun, 'at'> & { at: string }>(sql`
    select found.* from unnest(${`{${anchors.join(',')}}`}::uuid[]) with ordinality as wanted(anchor, place)
    cross join lateral (
      select c.anchor, r.id as "runId", r.number, r.kind as "runKind",
        r.kind = 'preview' or r.kind = 'revert' and r.approves_run_id is null as "isPlan",
        c.kind, c.because, c.state, coalesce(c.applied_at, r.finished_at, r.created_at)::text as at
      from runs r join changes c on c.organization_id = r.organization_id and c.run_id = r.id and c.anchor = wanted.anchor
      where r.organization_id = ${tx.organizationId} and r.state not in ${[...activeStates]}
      order by r.number desc limit ${limit}) found
    order by wanted.place, found.number desc`)
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at) }))
}
