import { type SQL, sql } from 'drizzle-orm'
import type { Difference } from '@/db/schema/remote-messenger'
import type { ExportKind } from './exported-accounts'
import type { OrganizationTransaction } from './organization'

export type { Difference }

type Values = Record<string, string | boolean>
export type Differing = { objectId: string; facts: unknown; exported: Values; settled: Values }

/** What we wrote of a kind and is otherwise there now. */
export async function listDiffering(
  tx: OrganizationTransaction,
  readingId: string,
  kind: ExportKind,
): Promise<Differing[]> {
  const now = kind === 'account' ? sql`r.facts -> 'values'` : sql`jsonb_build_object('name', r.facts -> 'name')`
  return [
    ...(await tx.execute<Differing>(sql`
    select e.object_id as "objectId", r.facts, e.exported, e.settled
    from exported_objects e join remote_objects r on r.organization_id = e.organization_id and r.kind = e.kind
      and r.remote_id = e.remote_id and r.reading_id = ${readingId}
    where e.organization_id = ${tx.organizationId} and e.kind = ${kind} and e.exported is not null
      and ${now} <> e.settled`)),
  ]
}

/** Whom we have put into a list over there, and the reading did not find in it. */
export async function listTakenOut(
  tx: OrganizationTransaction,
  readingId: string,
): Promise<{ groupId: string; name: string }[]> {
  return [
    ...(await tx.execute<{ groupId: string; name: string }>(sql`
    select o.group_id as "groupId", coalesce(a.display_name, a.email_key) as name
    from ${takenOut(readingId)} join accounts a on a.organization_id = o.organization_id and a.id = o.account_id
    where o.organization_id = ${tx.organizationId} and ${isMissing} order by o.group_id, name`)),
  ]
}

/** They join again with the next export, as if they had never been put in. */
export async function forgetAllTakenOut(tx: OrganizationTransaction, readingId: string): Promise<void> {
  await tx.execute(sql`
    delete from exported_members m where m.organization_id = ${tx.organizationId} and (m.group_id, m.account_id) in (
      select o.group_id, o.account_id from ${takenOut(readingId)}
      where o.organization_id = ${tx.organizationId} and ${isMissing})`)
}

const takenOut = (readingId: string): SQL => sql`exported_members o
    join exported_objects l on l.organization_id = o.organization_id and l.kind = 'group' and l.object_id = o.group_id
    join remote_objects r on r.organization_id = o.organization_id and r.kind = 'group' and r.remote_id = l.remote_id
      and r.reading_id = ${readingId}
    join exported_objects x on x.organization_id = o.organization_id and x.kind = 'account' and x.object_id = o.account_id`
const isMissing = sql`not jsonb_exists(r.facts -> 'members', x.remote_id)`

/** Notes what somebody changed there, of a kind; whatever is not named is as it was. */
export async function noteDrift(
  tx: OrganizationTransaction,
  kind: ExportKind,
  rows: readonly { objectId: string; drift: readonly Difference[] }[],
): Promise<void> {
  await tx.execute(sql`
    update exported_objects e set drift = row.drift, drift_at = now() from (
      select o.object_id, d.drift from exported_objects o
      left join jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as d("objectId" uuid, drift jsonb)
        on d."objectId" = o.object_id
      where o.organization_id = ${tx.organizationId} and o.kind = ${kind}) row
    where e.organization_id = ${tx.organizationId} and e.kind = ${kind} and e.object_id = row.object_id
      and e.drift is distinct from row.drift`)
}
