import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '@/db/client'
import type { OrganizationTransaction } from './organization'
import type { Due } from './runs-due'

type LeftOut = { code: string; args: Record<string, string | number> }

/**
 * Clocks whose time passed before then without a run, or whose last turn had none because it could not begin, while no run
 * has ended well since. Not those of which somebody was told within a day.
 */
const silent = (before: Date, now: Date): SQL => sql`
  from connectors c join schedule_clocks k on k.organization_id = c.organization_id and k.connector_id = c.id
  where c.state in ('active', 'attention') and c.schedule is not null and c.domain_sid is not null
    and (k.due_at < ${before.toISOString()}::timestamptz
      or k.left_out->>'code' not in ('full-run-covers', 'had-its-run') and k.last_for < ${before.toISOString()}::timestamptz)
    and not exists (
      select from runs r where r.organization_id = c.organization_id and r.connector_id = c.id
        and r.state in ('finished', 'held', 'importing', 'planning', 'applying')
        and coalesce(r.finished_at, clock_timestamp()) > ${before.toISOString()}::timestamptz)
    and not exists (
      select from alerts a where a.organization_id = c.organization_id and a.connector_id = c.id
        and a.event = 'nothing-ran' and a.ended_at is null
        and a.last_at > ${now.toISOString()}::timestamptz - interval '1 day')`

/** Connectors of all organizations that should have run before then; named by themselves. */
export async function listSilent(tx: Transaction, before: Date, now: Date): Promise<Due[]> {
  const rows = await tx.execute<{ organization_id: string; id: string }>(sql`
    select distinct c.organization_id, c.id ${silent(before, now)} limit 1000`)
  return rows.map(row => ({ organizationId: row.organization_id, id: row.id }))
}

/** Whether a connector is one of them still, locked against telling it twice, and why its last turn had no run. */
export async function readSilence(
  tx: OrganizationTransaction,
  connectorId: string,
  before: Date,
  now: Date,
): Promise<{ leftOut: LeftOut | null } | null> {
  await tx.execute(sql`select from connectors where organization_id = ${tx.organizationId} and id = ${connectorId}
    for update`)
  const [row] = await tx.execute<{ left_out: LeftOut | null }>(sql`
    select case when c.state = 'attention' and c.refused_hash is not null
      then '{"code": "credentials-refused", "args": {}}'::jsonb else k.left_out end as left_out ${silent(before, now)} and c.organization_id = ${tx.organizationId} and c.id = ${connectorId}
    order by k.kind limit 1`)
  return row ? { leftOut: row.left_out } : null
}
