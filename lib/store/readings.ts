import { sql } from 'drizzle-orm'
import { ScheduleSettings } from '@/lib/settings/schedule'
import type { Reading } from '@/lib/sync/freshness'
import type { OrganizationTransaction } from './organization'

export type ConnectorReading = Reading & { id: string; name: string }

type Row = {
  id: string
  name: string
  state: Reading['state']
  schedule: unknown
  read_at: string | null
  failed: boolean
}

/** When each connector's directory was last read completely, and whether the newest run since failed; by name. */
export async function listReadings(tx: OrganizationTransaction): Promise<ConnectorReading[]> {
  const rows = await tx.execute<Row>(sql`
    select c.id, c.name, c.state, c.schedule, read.sealed_at::text as read_at, coalesce(last.failed, false) as failed
    from connectors c
      left join lateral (
        select s.sealed_at, r.number from runs r
          join snapshots s on s.organization_id = r.organization_id and s.run_id = r.id
        where r.organization_id = c.organization_id and r.connector_id = c.id and s.sealed_at is not null
        order by r.number desc limit 1) read on true
      left join lateral (
        select r.state = 'failed' as failed from runs r
        where r.organization_id = c.organization_id and r.connector_id = c.id
          and r.state in ('finished', 'failed', 'held', 'previewed', 'approved') and r.number > coalesce(read.number, 0)
        order by r.number desc limit 1) last on true
    where c.organization_id = ${tx.organizationId} and c.deleted_at is null
    order by c.name, c.id`)
  return [...rows].map(({ read_at, schedule, ...row }) => ({
    ...row,
    schedule: schedule === null ? null : ScheduleSettings.parse(schedule),
    readAt: read_at === null ? null : new Date(read_at),
  }))
}
