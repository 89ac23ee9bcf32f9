import { and, type SQL, sql } from 'drizzle-orm'
import { auditEntries } from '@/db/schema'
import { inSmallLetters } from './list-page'
import type { OrganizationTransaction } from './organization'

export const auditActors = ['administrator', 'run', 'agent', 'person', 'operator', 'system'] as const
/** What events are about: the first word of their names. */
export const auditSubjects = [
  ...(['connector', 'run', 'join', 'account', 'list', 'organizational-group', 'review', 'request', 'team'] as const),
  ...(['domain', 'agent', 'organization', 'administrator', 'alerts', 'notifications', 'license', 'view'] as const),
  ...(['people', 'groups', 'teams', 'unmanaged', 'history', 'database'] as const),
] as const

/** Which entries of the record; what is absent does not narrow. */
export type AuditFilter = {
  who?: (typeof auditActors)[number] | undefined
  about?: (typeof auditSubjects)[number] | undefined
  /** `2026-11-24`, as the time zone has it. */
  day?: { day: string; timeZone: string } | undefined
  /** A part of who did it, or of what was recorded, in any case. */
  query?: string | undefined
  /** Also what runs did to single accounts, lists and organizational groups, of which a first run does thousands. */
  single?: boolean | undefined
}

/** Where an entry stands in the record: its time as text, to the microsecond, and its id. */
export type AuditPlace = { at: string; id: string }

export type AuditEntry = {
  place: AuditPlace
  at: Date
  actorKind: (typeof auditActors)[number]
  actorId: string
  /** Of an administrator or agent; null where nobody of that name is known. */
  actorName: string | null
  event: string
  targetKind: string
  targetId: string
  /** What people call it; null where it has no name, or is gone. */
  targetName: string | null
  /** The number of the run in which it happened. */
  run: number | null
  runId: string | null
  /** JSON, without secrets. */
  details: string
}

/** Entries of the record, the newest first, from after a place on, and whether there are older ones. */
export async function pageOfAudit(
  tx: OrganizationTransaction,
  filter: AuditFilter,
  { limit, after }: { limit: number; after?: AuditPlace | undefined },
): Promise<{ rows: AuditEntry[]; more: boolean }> {
  const found = await tx.execute<Omit<AuditEntry, 'place' | 'at'> & { id: string; at: string }>(sql`
    select e.id, e.at::text as at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.event, e.details,
      e.target_kind as "targetKind", e.target_id as "targetId", e.run_id as "runId",
      (select r.number from runs r where r.organization_id = ${tx.organizationId} and r.id = e.run_id) as run,
      ${nameOf(tx, sql`e.actor_kind`, sql`e.actor_id`)} as "actorName",
      ${nameOf(tx, sql`e.target_kind`, sql`e.target_id`)} as "targetName"
    from (
      select * from audit_entries
      where ${matching(tx, filter)} ${after ? sql`and (at, id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
      order by at desc, id desc limit ${limit + 1}
    ) e order by e.at desc, e.id desc`)
  const rows = found.slice(0, limit).map(({ id, at, ...entry }) => ({ ...entry, place: { at, id }, at: new Date(at) }))
  return { rows, more: found.length > limit }
}

function matching(tx: OrganizationTransaction, { who, about, day, query, single }: AuditFilter): SQL | undefined {
  const wanted = query?.trim().toLowerCase()
  const { organizationId, actorKind, actorId, event, targetKind, details, at } = auditEntries
  return and(
    sql`${organizationId} = ${tx.organizationId}`,
    who && sql`${actorKind} = ${who}`,
    about && sql`split_part(${event}, '.', 1) = ${about}`,
    day && sql`to_char(${at} at time zone ${day.timeZone}, 'YYYY-MM-DD') = ${day.day}`,
    single ? undefined : sql`not (${actorKind} = 'run' and ${targetKind} <> 'run')`,
    wanted
      ? sql`(position(${wanted} in ${inSmallLetters(sql`${details}`)}) > 0 or position(${wanted} in ${event}) > 0
          or ${actorKind} = 'administrator' and ${actorId} in (select a.id::text from administrators a
            where a.organization_id = ${tx.organizationId} and position(${wanted} in ${inSmallLetters(sql`a.display_name`)}) > 0))`
      : undefined,
  )
}

/** What people call what a kind and an id name. Ids of other kinds are looked for nowhere. */
function nameOf(tx: OrganizationTransaction, kind: SQL, id: SQL): SQL {
  const named = (kinds: string, table: string, name: string) => sql`when ${kind} = ${kinds} then (
    select ${sql.raw(name)} from ${sql.raw(table)} t where t.organization_id = ${tx.organizationId}
      and t.id = (case when ${id} ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then ${id}::uuid end))`
  return sql`case
    ${named('administrator', 'administrators', 't.display_name')}
    ${named('agent', 'agents', 't.name')}
    ${named('connector', 'connectors', 't.name')}
    ${named('account', 'accounts', "coalesce(t.attributes ->> 'displayName', t.email_key)")}
    ${named('team', 'teams', 't.name')}
    ${named('list', 'groups', 't.name')}
    ${named('organizational-group', 'groups', 't.name')}
  end`
}
