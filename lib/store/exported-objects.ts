import { sql } from 'drizzle-orm'
import { type ExportKind, exportKinds } from './exported-accounts'
import type { OrganizationTransaction } from './organization'
import { finishOutbox } from './outbox'
import type { Difference } from './remote-drift'

type Values = Record<string, string | boolean>
/** An object over there, as it answered or was read. */
export type RemoteRow = {
  kind: ExportKind
  remoteId: string
  version: string | null
  externalId: string | null
  facts: unknown
}

/** Notes what the other side has now. */
export async function saveRemoteObject(tx: OrganizationTransaction, row: RemoteRow): Promise<void> {
  await tx.execute(sql`
    insert into remote_objects as r (organization_id, kind, remote_id, version, external_id, facts)
    values (${tx.organizationId}, ${row.kind}, ${row.remoteId}, ${row.version}, ${row.externalId},
      ${JSON.stringify(row.facts)}::text::jsonb)
    on conflict (organization_id, kind, remote_id) do update
      set version = excluded.version, external_id = excluded.external_id, facts = excluded.facts`)
}

/** What an export came to. */
export type ExportedAs = {
  remoteId: string | null
  exported: Values
  settled: Values
  /** What somebody had changed there: what is so still, and what was put right. */
  left: Difference[]
  putRight: Difference[]
}

/** Notes that an object is there as wanted, but for what is left. Of an object that belongs to another one already nothing is noted. */
export async function saveExported(
  tx: OrganizationTransaction,
  kind: ExportKind,
  objectId: string,
  { remoteId, exported, settled, left, putRight }: ExportedAs,
): Promise<void> {
  const told = (some: readonly Difference[]) => (some.length === 0 ? null : JSON.stringify(some))
  await tx.execute(sql`
    update exported_objects set remote_id = ${remoteId}, state = 'exported', creating = false, error = null, detail = null,
      exported = ${JSON.stringify(exported)}::text::jsonb, settled = ${JSON.stringify(settled)}::text::jsonb,
      drift = ${told(left)}::text::jsonb, drift_at = case when ${left.length > 0} then now() end,
      put_right = ${told(putRight)}::text::jsonb, exported_at = now(), updated_at = now()
    where organization_id = ${tx.organizationId} and kind = ${kind} and object_id = ${objectId}`)
}

/** Notes why an object is not there as wanted; `over` when nobody tries again by themselves. */
export async function saveExportTrouble(
  tx: OrganizationTransaction,
  kind: ExportKind,
  objectId: string,
  { code, detail, over }: { code: string; detail: string | null; over: boolean },
): Promise<void> {
  await tx.execute(sql`
    update exported_objects set state = ${over ? 'refused' : 'pending'}, error = ${code}, detail = ${detail}, updated_at = now()
    where organization_id = ${tx.organizationId} and kind = ${kind} and object_id = ${objectId}`)
}

/** Ticks these messages, and those about the same object that were given up before. */
export async function finishExports(
  tx: OrganizationTransaction,
  kind: ExportKind,
  objectId: string,
  messageIds: readonly string[],
): Promise<void> {
  await finishOutbox(tx, messageIds)
  await tx.execute(sql`
    update outbox set done_at = now(), error = null
    where organization_id = ${tx.organizationId} and kind = ${exportKinds[kind]} and done_at is null
      and next_attempt_at is null and payload ->> 'id' = ${objectId}`)
}

/** Tries again what was refused: one object, or all of them. @returns how many */
export async function retryRefused(
  tx: OrganizationTransaction,
  only: { kind: ExportKind; objectId: string } | null,
): Promise<number> {
  const one = only ? sql`and kind = ${only.kind} and object_id = ${only.objectId}` : sql``
  const [row] = await tx.execute<{ count: number }>(sql`
    with again as (
      update exported_objects set state = 'pending', updated_at = now()
      where organization_id = ${tx.organizationId} and state = 'refused' ${one}
      returning kind, object_id
    ), told as (
      insert into outbox (organization_id, id, kind, idempotency_key, payload)
      select ${tx.organizationId}::uuid, gen_random_uuid(), 'scim-' || kind, 'scim-' || kind || ':again:' || gen_random_uuid(),
        jsonb_build_object('id', object_id) from again
    ), ended as (
      update outbox o set done_at = now() from again a
      where o.organization_id = ${tx.organizationId} and o.kind = 'scim-' || a.kind and o.done_at is null
        and o.payload ->> 'id' = a.object_id::text and o.next_attempt_at is null
    )
    select count(*)::int as count from again`)
  return row?.count ?? 0
}

/** Whatever waits is due at once; what was refused stays so. */
export async function hurryExports(tx: OrganizationTransaction): Promise<void> {
  await tx.execute(sql`
    update outbox set next_attempt_at = now()
    where organization_id = ${tx.organizationId} and kind in ('scim-account', 'scim-group') and done_at is null
      and next_attempt_at > now()`)
}

/** How far the export is, by state. */
export async function countExports(tx: OrganizationTransaction): Promise<Record<string, number>> {
  const rows = await tx.execute<{ state: string; count: number }>(sql`
    select state, count(*)::int as count from exported_objects
    where organization_id = ${tx.organizationId} group by state`)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** What beginning to export would do: who is there already and is changed, and who gets an account. */
export async function countBeforeExport(tx: OrganizationTransaction): Promise<{ there: number; created: number }> {
  const [row] = await tx.execute<{ there: number; created: number }>(sql`
    select count(*) filter (where e.remote_id is not null)::int as there,
      count(*) filter (where e.remote_id is null and a.active and not a.suspended)::int as created
    from accounts a left join exported_objects e on e.organization_id = a.organization_id and e.kind = 'account'
      and e.object_id = a.id
    where a.organization_id = ${tx.organizationId} and a.managed`)
  return row ?? { there: 0, created: 0 }
}

export type ListedExport = {
  kind: ExportKind
  objectId: string
  name: string
  address: string | null
  error: string | null
  detail: string | null
  /** What somebody changed there and is so still, and what was put right with the last export. */
  drift: Difference[] | null
  putRight: Difference[] | null
  exportedAt: Date | null
  /** The run whose change it was. */
  run: { id: string; number: number } | null
}

/** Objects that were refused, of a run or of all, or that somebody changed there, last first. */
export async function listExports(
  tx: OrganizationTransaction,
  what: 'refused' | 'drifted',
  limit: number,
  runId?: string,
): Promise<ListedExport[]> {
  const which = what === 'refused' ? sql`e.state = 'refused'` : sql`(e.drift is not null or e.put_right is not null)`
  const where = runId === undefined ? which : sql`${which} and e.run_id = ${runId}`
  const rows = await tx.execute<Omit<ListedExport, 'exportedAt'> & { exportedAt: string | null }>(sql`
    select e.kind, e.object_id as "objectId", coalesce(a.display_name, g.name, '') as name,
      coalesce(a.email_key, g.address) as address, e.error, e.detail, e.drift,
      e.put_right as "putRight", e.exported_at as "exportedAt",
      case when r.id is not null then jsonb_build_object('id', r.id, 'number', r.number) end as run
    from exported_objects e
    left join accounts a on e.kind = 'account' and a.organization_id = e.organization_id and a.id = e.object_id
    left join groups g on e.kind = 'group' and g.organization_id = e.organization_id and g.id = e.object_id
    left join runs r on r.organization_id = e.organization_id and r.id = e.run_id
    where e.organization_id = ${tx.organizationId} and ${where}
    order by e.updated_at desc, e.object_id limit ${limit}`)
  return rows.map(row => ({ ...row, exportedAt: row.exportedAt === null ? null : new Date(row.exportedAt) }))
}
