import { and, desc, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import { directoryJobs } from '@/db/schema/connectors'
import { inSmallLetters } from './list-page'
import type { OrganizationTransaction } from './organization'

/** Short work at the directory that a page waits for. */
export type DirectoryJob = typeof directoryJobs.$inferSelect
type NewDirectoryJob = Pick<DirectoryJob, 'id' | 'connectorId' | 'kind' | 'request' | 'requestedBy'>

const thisJob = (tx: OrganizationTransaction, id: string) =>
  and(eq(directoryJobs.organizationId, tx.organizationId), eq(directoryJobs.id, id))

export async function insertDirectoryJob(tx: OrganizationTransaction, job: NewDirectoryJob): Promise<void> {
  await tx.insert(directoryJobs).values({ ...job, organizationId: tx.organizationId })
}

/**
 * What was found of people is for whoever asked, and not kept: of this connector, checks of a person that ended ten minutes
 * ago, and surveys that ended an hour ago.
 */
export async function deleteEndedJobs(tx: OrganizationTransaction, connectorId: string): Promise<void> {
  const old = sql`case when ${directoryJobs.kind} = 'check' then interval '10 minutes' else interval '1 hour' end`
  await tx
    .delete(directoryJobs)
    .where(
      and(
        eq(directoryJobs.organizationId, tx.organizationId),
        eq(directoryJobs.connectorId, connectorId),
        inArray(directoryJobs.kind, ['check', ...surveys]),
        lt(directoryJobs.finishedAt, sql`now() - ${old}`),
      ),
    )
}

const surveys = ['survey-lists', 'check-mapping', 'check-exclusions', 'find-entries'] as const

/** A page of what a survey listed: `query` finds a part of a name or address. */
export async function listSurveyed<T>(
  tx: OrganizationTransaction,
  id: string,
  { query, page, pageSize }: { query: string; page: number; pageSize: number },
): Promise<{ rows: T[]; total: number }> {
  const wanted = query.trim().toLowerCase()
  const rows = await tx.execute<{ value: T; total: number }>(sql`
    select item.value, (count(*) over ())::int as total
    from directory_jobs j, jsonb_array_elements(j.result -> 'lists') with ordinality as item(value, at)
    where j.organization_id = ${tx.organizationId} and j.id = ${id} and j.kind = 'survey-lists' and j.state = 'done'
      and (${wanted} = '' or position(${wanted} in ${inSmallLetters(sql`(item.value ->> 'name')`)}) > 0
        or position(${wanted} in ${inSmallLetters(sql`coalesce(item.value ->> 'address', '')`)}) > 0)
    order by item.at limit ${pageSize} offset ${(page - 1) * pageSize}`)
  return { rows: rows.map(({ value }) => value), total: rows[0]?.total ?? 0 }
}

export async function readDirectoryJob(tx: OrganizationTransaction, id: string): Promise<DirectoryJob | null> {
  const [job] = await tx.select().from(directoryJobs).where(thisJob(tx, id))
  return job ?? null
}

/** This connector's tests that came to an end, newest first. */
export async function listEndedProbes(
  tx: OrganizationTransaction,
  connectorId: string,
  limit: number,
): Promise<{ result: unknown; finishedAt: Date }[]> {
  const rows = await tx
    .select({ result: directoryJobs.result, finishedAt: directoryJobs.finishedAt })
    .from(directoryJobs)
    .where(
      and(
        eq(directoryJobs.organizationId, tx.organizationId),
        eq(directoryJobs.connectorId, connectorId),
        eq(directoryJobs.kind, 'probe'),
        isNotNull(directoryJobs.finishedAt),
      ),
    )
    .orderBy(desc(directoryJobs.finishedAt))
    .limit(limit)
  return rows.flatMap(({ result, finishedAt }) => (finishedAt ? [{ result, finishedAt }] : []))
}

/** Claims a queued job, or one whose worker died; doing it again is harmless because nothing at the directory changes. */
export async function claimDirectoryJob(
  tx: OrganizationTransaction,
  id: string,
  owner: string,
  leaseSeconds: number,
): Promise<DirectoryJob | null> {
  const free = or(isNull(directoryJobs.leaseUntil), lt(directoryJobs.leaseUntil, sql`clock_timestamp()`))
  const [job] = await tx
    .update(directoryJobs)
    .set({
      state: 'running',
      leaseOwner: owner,
      leaseUntil: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})`,
    })
    .where(and(thisJob(tx, id), sql`${directoryJobs.state} in ('queued', 'running')`, free))
    .returning()
  return job ?? null
}

/** Stores what is known so far (a running probe) or the end; a worker that lost the job writes nothing. */
export async function recordDirectoryJob(
  tx: OrganizationTransaction,
  id: string,
  owner: string,
  outcome: { state: 'running' | 'done' | 'failed'; result: unknown },
): Promise<void> {
  const finishedAt = outcome.state === 'running' ? null : new Date()
  await tx
    .update(directoryJobs)
    .set({ ...outcome, finishedAt })
    .where(and(thisJob(tx, id), eq(directoryJobs.leaseOwner, owner)))
}
