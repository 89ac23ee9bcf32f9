import { and, eq, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import { groupChanges, membershipChanges } from '@/db/schema/groups'
import { outbox } from '@/db/schema/messenger'
import {
  approvals,
  changes,
  importUnits,
  mappedPeople,
  runs,
  snapshotMembers,
  snapshotObjects,
  snapshotParts,
  snapshots,
} from '@/db/schema/runs'
import { deleteOldAlerts } from './alerts'
import { forgetDeletedConnectors } from './connectors-delete'
import type { OrganizationTransaction } from './organization'
import { deleteUnusedPictures } from './photos'
import { deleteOldUnsavedSteps } from './unsaved-steps'

/** What belongs to a run and goes with it. The record of what happened to accounts is not here: it is kept for good. */
export const partsOfRuns = [
  approvals,
  changes,
  groupChanges,
  membershipChanges,
  mappedPeople,
  importUnits,
  snapshotMembers,
  snapshotObjects,
  snapshotParts,
  snapshots,
] as const

export type Retention = {
  /** Runs that ended before then may go. */
  before: Date
  /** So many newest runs of each connector stay, however old they are: the next plan is compared with them. */
  newest: number
}

const ended = sql`state not in ('queued', 'importing', 'planning', 'applying', 'previewed', 'held')`

/** Runs that may go, oldest first; the newest of each connector that is there are not among them. */
const outlived = ({ before, newest }: Retention): SQL => sql`
  select organization_id, id from (
    select organization_id, id, state, finished_at,
      row_number() over (partition by organization_id, connector_id order by number desc) as place,
      exists (select from connectors c where c.organization_id = runs.organization_id and c.id = runs.connector_id
        and c.deleted_at is not null) as deleted
    from runs
  ) r where (place > ${newest} or deleted) and finished_at < ${before.toISOString()}::timestamptz and ${ended}
  order by finished_at`

/** Organizations that have something to let go. */
export async function listOutlived(tx: Transaction, retention: Retention): Promise<string[]> {
  const rows = await tx.execute<{ organization_id: string }>(sql`
    select distinct organization_id from (${outlived(retention)}) o
    union
    select distinct organization_id from outbox where done_at < ${retention.before.toISOString()}::timestamptz
    union
    select distinct organization_id from connectors where deleted_at < ${retention.before.toISOString()}::timestamptz`)
  return rows.map(row => row.organization_id)
}

/** Deletes up to `most` runs with all that belongs to them, and effects that were delivered long ago. @returns how many runs */
export async function deleteOutlived(tx: OrganizationTransaction, retention: Retention, most: number): Promise<number> {
  const rows = await tx.execute<{ id: string }>(sql`
    select id from (${outlived(retention)}) o where organization_id = ${tx.organizationId} limit ${most}`)
  const gone = rows.map(row => row.id)
  const ofDelivered = and(isNotNull(outbox.doneAt), lt(outbox.doneAt, retention.before))
  await tx.delete(outbox).where(and(eq(outbox.organizationId, tx.organizationId), ofDelivered))
  await deleteOldAlerts(tx, retention.before)
  await deleteOldUnsavedSteps(tx, retention.before)
  await forgetDeletedConnectors(tx, retention.before)
  if (gone.length === 0) return 0
  for (const table of partsOfRuns)
    await tx.delete(table).where(and(eq(table.organizationId, tx.organizationId), inArray(table.runId, gone)))
  await tx.delete(runs).where(and(eq(runs.organizationId, tx.organizationId), inArray(runs.id, gone)))
  await deleteUnusedPictures(tx)
  return gone.length
}
