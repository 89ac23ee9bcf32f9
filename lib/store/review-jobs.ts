import { and, eq, sql } from 'drizzle-orm'
import { accounts } from '@/db/schema/messenger'
import { reviewJobs } from '@/db/schema/review'
import type { Obstacle } from './account-readiness'
import type { OrganizationTransaction, Transaction } from './organization'
import { readyFor, type Whom } from './review-choice'
import type { Due } from './runs-due'
import { LeaseLost } from './runs-lease'

/** Work on many accounts at once. */
export type ReviewJob = Omit<typeof reviewJobs.$inferSelect, 'organizationId'>
export type NewReviewJob = Pick<ReviewJob, 'id' | 'kind' | 'options' | 'quote' | 'requestedBy'>

/**
 * Stores a job with its accounts.
 * Whoever matches now, and has nothing speaking against it, is part of the job, and nobody else.
 * @returns how many accounts it has
 */
export async function insertReviewJob(
  tx: OrganizationTransaction,
  job: NewReviewJob,
  { whom, obstacle }: { whom: Whom; obstacle: Obstacle },
): Promise<number> {
  await tx.insert(reviewJobs).values({ ...job, organizationId: tx.organizationId, total: 0 })
  await tx.execute(sql`
    insert into review_items (organization_id, job_id, account_id)
    select ${tx.organizationId}::uuid, ${job.id}::uuid, ${accounts.id} from ${accounts}
    where ${readyFor(tx, whom, obstacle)}`)
  const [row] = await tx.execute<{ total: number }>(sql`
    update review_jobs j set total = (select count(*)::int from review_items i
      where i.organization_id = j.organization_id and i.job_id = j.id)
    where j.organization_id = ${tx.organizationId} and j.id = ${job.id} returning total`)
  return row?.total ?? 0
}

const thisJob = (tx: OrganizationTransaction, id: string) =>
  and(eq(reviewJobs.organizationId, tx.organizationId), eq(reviewJobs.id, id))
const leaseEnd = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`

export async function readReviewJob(tx: OrganizationTransaction, id: string): Promise<ReviewJob | null> {
  const [job] = await tx.select().from(reviewJobs).where(thisJob(tx, id))
  return job ?? null
}

/** Claims a job with work left and no living owner, and raises its fence. Null when there is nothing to claim. */
export async function claimReviewJob(
  tx: OrganizationTransaction,
  id: string,
  leaseSeconds: number,
): Promise<ReviewJob | null> {
  const [job] = await tx
    .update(reviewJobs)
    .set({ fence: sql`${reviewJobs.fence} + 1`, leaseUntil: leaseEnd(leaseSeconds) })
    .where(
      and(
        thisJob(tx, id),
        sql`${reviewJobs.finishedAt} is null`,
        sql`(${reviewJobs.leaseUntil} is null or ${reviewJobs.leaseUntil} < clock_timestamp())`,
      ),
    )
    .returning()
  return job ?? null
}

/**
 * Locks the job for the rest of the transaction, proves that the claim holds, and renews it.
 * @throws LeaseLost when another worker claimed it since, or the lease ran out
 */
export async function holdReviewFence(
  tx: OrganizationTransaction,
  { id, fence }: Pick<ReviewJob, 'id' | 'fence'>,
  leaseSeconds: number,
): Promise<void> {
  const held = await tx
    .update(reviewJobs)
    .set({ leaseUntil: leaseEnd(leaseSeconds) })
    .where(and(thisJob(tx, id), eq(reviewJobs.fence, fence), sql`${reviewJobs.leaseUntil} > clock_timestamp()`))
    .returning({ id: reviewJobs.id })
  if (held.length === 0) throw new LeaseLost(`The claim ${fence} on the review ${id} is over`)
}

/** The next accounts that wait, after one of them, in the order of their ids. */
export async function waitingItems(
  tx: OrganizationTransaction,
  jobId: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    select account_id as id from review_items
    where organization_id = ${tx.organizationId} and job_id = ${jobId} and state = 'waiting'
      ${after === null ? sql`` : sql`and account_id > ${after}::uuid`}
    order by account_id limit ${limit}`)
  return rows.map(({ id }) => id)
}

/** What became of accounts of a job. */
export async function settleItems(
  tx: OrganizationTransaction,
  jobId: string,
  { done, refused }: { done: readonly string[]; refused: ReadonlyMap<string, string> },
): Promise<void> {
  const rows = [...done.map(id => ({ id, reason: null })), ...[...refused].map(([id, reason]) => ({ id, reason }))]
  if (rows.length === 0) return
  await tx.execute(sql`
    update review_items i set state = case when row.reason is null then 'done' else 'refused' end, reason = row.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(id uuid, reason text)
    where i.organization_id = ${tx.organizationId} and i.job_id = ${jobId} and i.account_id = row.id and i.state = 'waiting'`)
}

export async function finishReviewJob(tx: OrganizationTransaction, id: string): Promise<void> {
  await tx.update(reviewJobs).set({ finishedAt: sql`now()`, leaseUntil: null }).where(thisJob(tx, id))
}

/** Gives the job back, so that the next worker need not wait for the lease to run out. */
export async function releaseReviewJob(
  tx: OrganizationTransaction,
  { id, fence }: Pick<ReviewJob, 'id' | 'fence'>,
): Promise<void> {
  await tx
    .update(reviewJobs)
    .set({ leaseUntil: null })
    .where(and(thisJob(tx, id), eq(reviewJobs.fence, fence)))
}

export type ReviewProgress = { waiting: number; done: number; refused: number }

/** Counted from rows. */
export async function countItems(tx: OrganizationTransaction, jobId: string): Promise<ReviewProgress> {
  const rows = await tx.execute<{ state: keyof ReviewProgress; people: number }>(sql`
    select state, count(*)::int as people from review_items
    where organization_id = ${tx.organizationId} and job_id = ${jobId} group by state`)
  return { waiting: 0, done: 0, refused: 0, ...Object.fromEntries(rows.map(({ state, people }) => [state, people])) }
}

export type RefusedItem = { id: string; name: string; email: string; reason: string }

/** Who was refused and why, by name; at most so many. */
export async function listRefused(tx: OrganizationTransaction, jobId: string, limit: number): Promise<RefusedItem[]> {
  return [
    ...(await tx.execute<RefusedItem>(sql`
      select i.account_id as id, coalesce(nullif(a.display_name, ''), a.email_key, '') as name,
        coalesce(a.email_key, '') as email, i.reason
      from review_items i left join accounts a on a.organization_id = i.organization_id and a.id = i.account_id
      where i.organization_id = ${tx.organizationId} and i.job_id = ${jobId} and i.state = 'refused'
      order by 2, 1 limit ${limit}`)),
  ]
}

/** Jobs of all organizations that nobody works on, oldest first. */
export async function listDueReviews(tx: Transaction, limit: number): Promise<Due[]> {
  const rows = await tx.execute<{ organization_id: string; id: string }>(sql`
    select organization_id, id from review_jobs
    where finished_at is null and (lease_until is null or lease_until < clock_timestamp())
    order by created_at limit ${limit}`)
  return rows.map(row => ({ organizationId: row.organization_id, id: row.id }))
}
