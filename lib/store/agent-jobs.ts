import { and, eq, inArray, sql } from 'drizzle-orm'
import { agentJobs } from '@/db/schema/agents'
import type { OrganizationTransaction, Transaction } from './organization'

export type AgentJobRow = typeof agentJobs.$inferSelect
export type Seal = NonNullable<AgentJobRow['seal']>
type NewAgentJob = Pick<AgentJobRow, 'id' | 'connectorId' | 'asker' | 'method' | 'call' | 'baseDn'>

const one = (tx: OrganizationTransaction, id: string) =>
  and(eq(agentJobs.organizationId, tx.organizationId), eq(agentJobs.id, id))

/**
 * Asks a connector's agents for something; whoever waits says again and again that they do.
 * @param epoch whether it is the next of the connector's imports that count
 */
export async function insertAgentJob(
  tx: OrganizationTransaction,
  job: NewAgentJob,
  { epoch, seconds }: { epoch: boolean; seconds: number },
): Promise<void> {
  const next = sql`(select coalesce(max(epoch), 0) + 1 from agent_jobs
    where organization_id = ${tx.organizationId} and connector_id = ${job.connectorId})`
  await tx.insert(agentJobs).values({
    ...job,
    organizationId: tx.organizationId,
    epoch: epoch ? (next as unknown as number) : null,
    waitedForUntil: sql`clock_timestamp() + make_interval(secs => ${seconds})`,
  })
}

export async function readAgentJob(tx: OrganizationTransaction, id: string): Promise<AgentJobRow | null> {
  const [row] = await tx.select().from(agentJobs).where(one(tx, id))
  return row ?? null
}

/** The import that the same work asked for earlier, with exactly this call, unless it failed. */
export async function findImport(
  tx: OrganizationTransaction,
  wanted: Pick<NewAgentJob, 'connectorId' | 'asker' | 'call' | 'baseDn'>,
): Promise<AgentJobRow | null> {
  const [row] = await tx
    .select()
    .from(agentJobs)
    .where(
      and(
        eq(agentJobs.organizationId, tx.organizationId),
        eq(agentJobs.connectorId, wanted.connectorId),
        eq(agentJobs.asker, wanted.asker),
        eq(agentJobs.method, 'import'),
        inArray(agentJobs.state, ['queued', 'working', 'done']),
        sql`${agentJobs.call} = ${JSON.stringify(wanted.call)}::text::jsonb`,
        sql`${agentJobs.baseDn} is not distinct from ${wanted.baseDn}`,
      ),
    )
    .orderBy(sql`${agentJobs.createdAt} desc`)
    .limit(1)
  return row ?? null
}

/** Whoever asked earlier in the same name does not wait any more. */
export async function cancelImports(tx: OrganizationTransaction, connectorId: string, asker: string): Promise<void> {
  await tx
    .update(agentJobs)
    .set({ state: 'cancelled', finishedAt: sql`now()` })
    .where(
      and(
        eq(agentJobs.organizationId, tx.organizationId),
        eq(agentJobs.connectorId, connectorId),
        eq(agentJobs.asker, asker),
        eq(agentJobs.method, 'import'),
        inArray(agentJobs.state, ['queued', 'working']),
      ),
    )
}

/** How a job stands, and that somebody waits for it; null = it is gone. */
export async function waitForAgentJob(
  tx: OrganizationTransaction,
  id: string,
  seconds: number,
): Promise<
  (Pick<AgentJobRow, 'state' | 'claim' | 'result' | 'seal' | 'agentId'> & { contactSeconds: number | null }) | null
> {
  const [row] = await tx.execute<
    Pick<AgentJobRow, 'state' | 'claim' | 'result' | 'seal'> & { agent_id: string | null; contact: number | null }
  >(sql`
    update agent_jobs j set waited_for_until = clock_timestamp() + make_interval(secs => ${seconds})
    where organization_id = ${tx.organizationId} and id = ${id}
    returning state, claim, result, seal, agent_id, (
      select extract(epoch from clock_timestamp() - max(last_contact_at))::float8 from agents a
      where a.organization_id = j.organization_id and a.connector_id = j.connector_id and revoked_at is null) as contact`)
  return row ? { ...row, agentId: row.agent_id, contactSeconds: row.contact } : null
}

/** Which of these agents have something to do; one question for all that wait. */
export async function agentsWithWork(
  across: Transaction,
  waiting: readonly { organizationId: string; agentId: string }[],
): Promise<Set<string>> {
  const rows = await across.execute<{ id: string }>(sql`
    select a.id from agents a
    join unnest(${ids(waiting.map(one => one.organizationId))}, ${ids(waiting.map(one => one.agentId))})
      as w(organization_id, id) on a.organization_id = w.organization_id and a.id = w.id
    where exists (select from agent_jobs j where j.organization_id = a.organization_id
      and j.connector_id = a.connector_id and ${freeJob})`)
  return new Set(rows.map(row => row.id))
}

const ids = (values: readonly string[]) => sql`${`{${values.join(',')}}`}::uuid[]`

/** Of `agent_jobs j`: nobody works on it, or whoever did has fallen silent; and somebody waits for it. */
export const freeJob = sql`(j.state = 'queued' or (j.state = 'working' and j.lease_until < clock_timestamp()))
  and j.waited_for_until > clock_timestamp()`

/** Gives the oldest job of its connector to an agent; of two that ask at once, one gets it. */
export async function claimAgentJob(
  tx: OrganizationTransaction,
  agent: { id: string; connectorId: string },
  leaseSeconds: number,
): Promise<AgentJobRow | null> {
  const rows = await tx.execute<{ id: string }>(sql`
    update agent_jobs set state = 'working', agent_id = ${agent.id}, claim = claim + 1,
      lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
    where (organization_id, id) in (
      select j.organization_id, j.id from agent_jobs j
      where j.organization_id = ${tx.organizationId} and j.connector_id = ${agent.connectorId} and ${freeJob}
      order by j.created_at, j.id limit 1 for update skip locked)
    returning id`)
  const [row] = rows
  return row ? readAgentJob(tx, row.id) : null
}

/**
 * The job, held for the rest of the transaction, while this agent's claim on it is the last one and somebody waits for it;
 * otherwise null. The claim is good for another while.
 */
export async function holdAgentJob(
  tx: OrganizationTransaction,
  held: { id: string; agentId: string; claim: number },
  leaseSeconds: number,
): Promise<AgentJobRow | null> {
  const rows = await tx
    .update(agentJobs)
    .set({ leaseUntil: sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})` })
    .where(
      and(
        one(tx, held.id),
        eq(agentJobs.agentId, held.agentId),
        eq(agentJobs.claim, held.claim),
        eq(agentJobs.state, 'working'),
        sql`${agentJobs.waitedForUntil} > clock_timestamp()`,
      ),
    )
    .returning()
  return rows[0] ?? null
}

/** What is known so far, or the end. */
export async function recordAgentJob(
  tx: OrganizationTransaction,
  id: string,
  outcome: { state: 'working' | 'done' | 'failed'; result?: unknown; seal?: Seal },
): Promise<void> {
  const finishedAt = outcome.state === 'working' ? null : sql`now()`
  await tx
    .update(agentJobs)
    .set({ ...outcome, finishedAt })
    .where(one(tx, id))
}

/** Whether a later import of the same connector was sealed. */
export async function isOutdated(tx: OrganizationTransaction, { connectorId, epoch }: AgentJobRow): Promise<boolean> {
  if (epoch === null) return false
  const rows = await tx.execute(sql`
    select from agent_jobs where organization_id = ${tx.organizationId} and connector_id = ${connectorId}
      and epoch > ${epoch} and seal is not null limit 1`)
  return rows.length > 0
}

/** Ends what an agent has in hand: it was revoked. */
export async function endJobsOf(tx: OrganizationTransaction, agentId: string): Promise<void> {
  await tx
    .update(agentJobs)
    .set({ state: 'queued', agentId: null, leaseUntil: null })
    .where(
      and(
        eq(agentJobs.organizationId, tx.organizationId),
        eq(agentJobs.agentId, agentId),
        eq(agentJobs.state, 'working'),
      ),
    )
}

/** An upload was read to its end: what it was is remembered, what was in it is not. */
export async function takeUpload(tx: OrganizationTransaction, id: string): Promise<void> {
  await deleteParts(tx, id)
  await tx.update(agentJobs).set({ state: 'taken' }).where(one(tx, id))
}

/** An answer is for whoever asked, and not kept. */
export async function deleteAgentJob(tx: OrganizationTransaction, id: string): Promise<void> {
  await deleteParts(tx, id)
  await tx.delete(agentJobs).where(one(tx, id))
}

async function deleteParts(tx: OrganizationTransaction, id: string): Promise<void> {
  await tx.execute(sql`delete from agent_parts where organization_id = ${tx.organizationId} and job_id = ${id}`)
}

/**
 * Of all organizations: jobs that ended a day ago or that nobody has waited for since, with what had arrived. The newest
 * sealed import of each connector stays, as the one that a later one has to follow.
 */
export async function deleteOldAgentJobs(across: Transaction): Promise<void> {
  await across.execute(sql`
    with gone as (
      delete from agent_jobs j where waited_for_until < now() - interval '1 day' and not (seal is not null and epoch = (
        select max(epoch) from agent_jobs o where o.organization_id = j.organization_id
          and o.connector_id = j.connector_id and o.seal is not null))
      returning organization_id, id)
    delete from agent_parts p using gone where p.organization_id = gone.organization_id and p.job_id = gone.id`)
}
