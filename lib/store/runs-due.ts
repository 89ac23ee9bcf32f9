import { sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'

export type Due = { organizationId: string; id: string }
type Row = { organization_id: string; id: string }

const toDue = (rows: readonly Row[]): Due[] => rows.map(row => ({ organizationId: row.organization_id, id: row.id }))

/** Runs of all organizations with work left and no living worker, oldest first. */
export async function listDueRuns(tx: Transaction, limit: number): Promise<Due[]> {
  return toDue(
    await tx.execute<Row>(sql`
    select organization_id, id from runs
    where state in ('queued', 'importing', 'planning', 'applying')
      and (lease_until is null or lease_until < clock_timestamp())
      and (retry_at is null or retry_at <= clock_timestamp())
    order by created_at limit ${limit}`),
  )
}

/**
 * Live connectors of all organizations with a time that is due, or a clock that is not set; named by themselves. Those
 * with a run at work wait for its end; paused ones, and those that wait for a person to correct them, for that.
 */
export async function listDueSchedules(tx: Transaction, limit: number): Promise<Due[]> {
  return toDue(
    await tx.execute<Row>(sql`
    select c.organization_id, c.id, min(k.due_at) as due
    from connectors c join organizations o on o.id = c.organization_id
      left join schedule_clocks k on k.organization_id = c.organization_id and k.connector_id = c.id
    where c.state = 'active' and c.schedule is not null and c.version is not null and c.domain_sid is not null
      and (k.kind is null or k.revision <> c.schedule_revision or k.time_zone <> o.time_zone
        or k.due_at <= clock_timestamp())
      and not exists (
        select from runs r where r.organization_id = c.organization_id and r.connector_id = c.id
          and r.state in ('queued', 'importing', 'planning', 'applying'))
    group by c.organization_id, c.id
    order by due nulls first limit ${limit}`),
  )
}

/** Paused connectors of all organizations that were to resume by then. */
export async function listPausedUntil(tx: Transaction, now: Date): Promise<Due[]> {
  return toDue(
    await tx.execute<Row>(sql`
    select organization_id, id from connectors
    where state = 'paused' and (paused ->> 'until')::timestamptz <= ${now.toISOString()}::timestamptz
    limit 1000`),
  )
}

/** Directory jobs of all organizations that nobody works on. */
export async function listDueDirectoryJobs(tx: Transaction, limit: number): Promise<Due[]> {
  return toDue(
    await tx.execute<Row>(sql`
    select organization_id, id from directory_jobs
    where state in ('queued', 'running') and (lease_until is null or lease_until < clock_timestamp())
    order by created_at limit ${limit}`),
  )
}

/**
 * Organizations with effects, or with mails to administrators, whose time has come; named by themselves. What goes to another
 * Messenger is not among them: see `listDueMessengers`.
 */
export async function listDueOutboxes(tx: Transaction, limit: number): Promise<Due[]> {
  return toDue(
    await tx.execute<Row>(sql`
    select organization_id, organization_id as id from (
      select organization_id from outbox where done_at is null and next_attempt_at <= clock_timestamp()
        and kind not in ('scim-account', 'scim-group')
      union select organization_id from alert_notices where due_at <= clock_timestamp()) due
    limit ${limit}`),
  )
}

/** Plans that wait for a person since before then. */
export async function listOverduePlans(tx: Transaction, before: Date): Promise<Due[]> {
  return toDue(
    await tx.execute<Row>(sql`
    select organization_id, id from runs
    where state in ('previewed', 'held') and finished_at < ${before.toISOString()}::timestamptz
    order by finished_at limit 1000`),
  )
}
