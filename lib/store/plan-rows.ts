import { and, eq, type SQL, sql } from 'drizzle-orm'
import { groupChanges } from '@/db/schema/groups'
import { changes } from '@/db/schema/runs'
import { removalKinds } from '@/lib/sync/change'
import { type ChangeState, ofRun } from './changes'
import { type Choice, isChosen } from './changes-chosen'
import { isChosenGroup, ofRunGroups } from './group-changes'
import type { OrganizationTransaction } from './organization'
import { eachPageOf } from './whole-run'

/** A row of a plan, of a person or of a group, as its hash; `removes` where somebody loses something. */
export type PlanRow = { hash: string; removes: boolean }

const pageSize = 10_000

/** The hashes of a plan's rows in this state, sorted, in pages: a million of them pass in constant memory. */
export async function eachPlanRow(
  tx: OrganizationTransaction,
  { runId, state, choice = { without: [] } }: { runId: string; state: ChangeState; choice?: Choice | undefined },
  take: (rows: readonly PlanRow[]) => void,
): Promise<void> {
  const people = and(ofRun(tx, runId), eq(changes.state, state), isChosen(choice))
  const groups = and(ofRunGroups(tx, runId), eq(groupChanges.state, state), isChosenGroup(choice))
  const statement = sql`
    select hash, removes from (
      select hash, kind in ${[...removalKinds]} as removes from changes where ${people}
      union all select hash, false from group_changes where ${groups}
    ) plan order by hash collate "C"`
  await eachPageOf<PlanRow>(tx, statement, pageSize, async rows => take(rows))
}

/** How many there are. */
export async function countPlanRows(tx: OrganizationTransaction, runId: string, state: ChangeState): Promise<number> {
  const counted = (table: string, where: SQL | undefined) =>
    sql`(select count(*)::int from ${sql.raw(table)} where ${where})`
  const people = counted('changes', and(ofRun(tx, runId), eq(changes.state, state)))
  const groups = counted('group_changes', and(ofRunGroups(tx, runId), eq(groupChanges.state, state)))
  const [row] = await tx.execute<{ rows: number }>(sql`select ${people} + ${groups} as rows`)
  return row?.rows ?? 0
}
