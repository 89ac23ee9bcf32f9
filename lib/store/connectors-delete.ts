import { and, eq, inArray, isNotNull, isNull, lt, notExists, type SQL, sql } from 'drizzle-orm'
import {
  accounts,
  agentJobs,
  agentParts,
  agents,
  alertNotices,
  alerts,
  connectors,
  connectorVersions,
  directoryJobs,
  directoryMatches,
  enrollmentTokens,
  groupJoins,
  groups,
  joinCases,
  joinDecisions,
  joins,
  knownUnits,
  organizations,
  photoFacts,
  runs,
  scheduleClocks,
  secrets,
  unsavedSteps,
} from '@/db/schema'
import type { OrganizationTransaction } from './organization'

/** Whom and what a connector keeps in step. */
export type KeptByConnector = { people: number; lists: number; organizationalGroups: number }

/** What is of use only while there is a connector; its runs and versions are history. */
export const partsOfConnectors = [
  ...[
    agentJobs,
    alertNotices,
    alerts,
    directoryJobs,
    directoryMatches,
    enrollmentTokens,
    groupJoins,
    joinCases,
    joinDecisions,
    joins,
  ],
  ...[knownUnits, photoFacts, scheduleClocks, secrets, unsavedSteps],
] as const

export async function countKept(tx: OrganizationTransaction, connectorId: string): Promise<KeptByConnector> {
  const [row] = await tx.execute<KeptByConnector>(sql`
    select (select count(*)::int from accounts
        where organization_id = ${tx.organizationId} and connector_id = ${connectorId}) as people,
      count(*) filter (where kind = 'list')::int as lists,
      count(*) filter (where kind <> 'list')::int as "organizationalGroups"
    from groups where organization_id = ${tx.organizationId} and connector_id = ${connectorId}`)
  return row ?? { people: 0, lists: 0, organizationalGroups: 0 }
}

/**
 * Takes a connector out of everything but history. Its people keep their accounts as they are and are managed by
 * administrators from now on, so that no absence ends their access and another connector may find them; lists and
 * organizational groups become Messenger's own, with their members as if they had been put in by hand.
 */
export async function deleteConnector(
  tx: OrganizationTransaction,
  connectorId: string,
  deletedBy: string,
): Promise<void> {
  await tx
    .update(accounts)
    .set({ connectorId: null, managedByAdmin: true, updatedAt: sql`now()` })
    .where(and(eq(accounts.organizationId, tx.organizationId), eq(accounts.connectorId, connectorId)))
  await giveGroupsAway(tx, connectorId)
  await turnAgentsAway(tx, connectorId, deletedBy)
  for (const table of partsOfConnectors)
    await tx.delete(table).where(and(eq(table.organizationId, tx.organizationId), eq(table.connectorId, connectorId)))
  await tx
    .update(organizations)
    .set({ precedence: sql`array_remove(${organizations.precedence}, ${connectorId}::uuid)` })
    .where(eq(organizations.id, tx.organizationId))
  await tx
    .update(connectors)
    .set({
      ...{ deletedAt: sql`clock_timestamp()`, state: 'draft', version: null, draft: null, schedule: null },
      ...{ paused: null, attention: null, domainSid: null, testedHash: null, testedAt: null, refusedHash: null },
    })
    .where(and(eq(connectors.organizationId, tx.organizationId), eq(connectors.id, connectorId)))
}

/** Its agents are told so when they next ask for work; what they had sent goes, and no token enrolls another one. */
async function turnAgentsAway(tx: OrganizationTransaction, connectorId: string, revokedBy: string): Promise<void> {
  const jobs = tx
    .select({ id: agentJobs.id })
    .from(agentJobs)
    .where(and(eq(agentJobs.organizationId, tx.organizationId), eq(agentJobs.connectorId, connectorId)))
  await tx
    .delete(agentParts)
    .where(and(eq(agentParts.organizationId, tx.organizationId), inArray(agentParts.jobId, jobs)))
  await tx
    .update(agents)
    .set({ revokedAt: sql`now()`, revokedBy })
    .where(
      and(eq(agents.organizationId, tx.organizationId), eq(agents.connectorId, connectorId), isNull(agents.revokedAt)),
    )
}

/** Where somebody was in a list by hand as well, that is who they are in it. */
async function giveGroupsAway(tx: OrganizationTransaction, connectorId: string): Promise<void> {
  const theirs = sql`select id from groups where organization_id = ${tx.organizationId} and connector_id = ${connectorId}`
  for (const [table, member] of memberships) {
    await tx.execute(sql`
      delete from ${table} m where m.organization_id = ${tx.organizationId} and m.source = 'directory' and m.group_id in (${theirs})
        and exists (select from ${table} o where o.organization_id = m.organization_id and o.group_id = m.group_id
          and o.${member} = m.${member} and o.source = 'local')`)
    await tx.execute(sql`
      update ${table} set source = 'local'
      where organization_id = ${tx.organizationId} and source = 'directory' and group_id in (${theirs})`)
  }
  await tx
    .update(groups)
    .set({ source: 'local', connectorId: null, updatedAt: sql`now()` })
    .where(and(eq(groups.organizationId, tx.organizationId), eq(groups.connectorId, connectorId)))
}

const memberships: readonly [table: SQL, member: SQL][] = [
  [sql.raw('group_members'), sql.raw('account_id')],
  [sql.raw('group_nestings'), sql.raw('inner_id')],
]

/** Of connectors that were deleted before then and have no run left, nothing is kept. */
export async function forgetDeletedConnectors(tx: OrganizationTransaction, before: Date): Promise<void> {
  const ofConnector = and(eq(runs.organizationId, connectors.organizationId), eq(runs.connectorId, connectors.id))
  const gone = await tx
    .delete(connectors)
    .where(
      and(
        eq(connectors.organizationId, tx.organizationId),
        isNotNull(connectors.deletedAt),
        lt(connectors.deletedAt, before),
        notExists(tx.select().from(runs).where(ofConnector)),
      ),
    )
    .returning({ id: connectors.id })
  for (const { id } of gone)
    await tx
      .delete(connectorVersions)
      .where(and(eq(connectorVersions.organizationId, tx.organizationId), eq(connectorVersions.connectorId, id)))
}
