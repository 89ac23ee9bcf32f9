import { countChanges } from '@/lib/store/changes'
import { countGroupChanges } from '@/lib/store/group-changes'
import type { OrganizationTransaction } from '@/lib/store/organization'
import type { Run } from '@/lib/store/runs'
import { type GroupReport, groupReportFrom, groupsAddUp } from '@/lib/sync/groups/group-report'
import { addsUp, reportFrom } from '@/lib/sync/report'
import type { RunReport } from '@/lib/sync/run-state'
import { runFailure } from './fault'

/**
 * The run's report, counted from its rows and checked against what planning counted.
 * @returns null when the run ended before it had a plan
 * @throws RunFailure `report-does-not-add-up`
 */
export async function reportRun(
  tx: OrganizationTransaction,
  run: Pick<Run, 'id' | 'tally'>,
): Promise<RunReport | null> {
  if (run.tally === null) return null
  const counted = await countChanges(tx, run.id)
  const rows = counted.map(row => ({ ...row, problem: row.kind === 'skip' && row.reason === 'problem' }))
  const report = reportFrom({ ...run.tally, rows })
  if (!addsUp(report)) throw runFailure('report-does-not-add-up')
  return report
}

/** The same for organizational groups and lists. @throws RunFailure `report-does-not-add-up` */
export async function reportGroups(
  tx: OrganizationTransaction,
  run: Pick<Run, 'id' | 'groupTally'>,
): Promise<GroupReport | null> {
  if (run.groupTally === null) return null
  const report = groupReportFrom(run.groupTally, await countGroupChanges(tx, run.id))
  if (!groupsAddUp(report)) throw runFailure('report-does-not-add-up')
  return report
}
