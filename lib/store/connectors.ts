import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { administrators, agents, connectors, connectorVersions } from '@/db/schema'
import { ConnectorDraft, ConnectorSettings } from '@/lib/settings/connector'
import { ScheduleSettings } from '@/lib/settings/schedule'
import { agentNamed } from './agents'
import type { OrganizationTransaction } from './organization'

export type Connector = Omit<typeof connectors.$inferSelect, 'organizationId' | 'draft' | 'schedule'> & {
  draft: ConnectorDraft
  /** When it runs by itself; null = never. */
  schedule: ScheduleSettings | null
}
export type ConnectorVersion = { version: number; settings: ConnectorSettings; author: string; createdAt: Date }
/** What changes with a save; what is left out stays. */
export type ConnectorUpdate = Partial<
  Pick<
    Connector,
    | 'name'
    | 'state'
    | 'version'
    | 'draft'
    | 'testedHash'
    | 'testedAt'
    | 'refusedHash'
    | 'restoredAt'
    | 'domainSid'
    | 'attention'
    | 'paused'
    | 'schedule'
    | 'scheduleRevision'
    | 'managedBy'
    | 'managedSince'
    | 'takenBackAt'
  >
>

const emptyDraft: ConnectorDraft = { connection: null, organizationalUnits: null }

export async function listConnectors(tx: OrganizationTransaction): Promise<Connector[]> {
  const rows = await tx
    .select()
    .from(connectors)
    .where(and(eq(connectors.organizationId, tx.organizationId), isNull(connectors.deletedAt)))
    .orderBy(asc(connectors.name), asc(connectors.id))
  return rows.map(toConnector)
}

/** Of all that ever had a run to show, also of those that were deleted. */
export async function listConnectorNames(
  tx: OrganizationTransaction,
): Promise<{ id: string; name: string; deleted: boolean }[]> {
  const { id, name, deletedAt } = connectors
  return tx
    .select({ id, name, deleted: sql<boolean>`${deletedAt} is not null` })
    .from(connectors)
    .where(eq(connectors.organizationId, tx.organizationId))
    .orderBy(asc(name), asc(id))
}

export async function readConnector(tx: OrganizationTransaction, id: string): Promise<Connector | null> {
  const [row] = await tx
    .select()
    .from(connectors)
    .where(and(one(tx, id), isNull(connectors.deletedAt)))
  return row ? toConnector(row) : null
}

/** As `readConnector`, and nobody else changes it until this transaction ends. */
export async function lockConnector(tx: OrganizationTransaction, id: string): Promise<Connector | null> {
  const [row] = await tx
    .select()
    .from(connectors)
    .where(and(one(tx, id), isNull(connectors.deletedAt)))
    .for('update')
  return row ? toConnector(row) : null
}

/** By its name, exactly as written. */
export async function findConnector(tx: OrganizationTransaction, name: string): Promise<Connector | null> {
  const [row] = await tx
    .select()
    .from(connectors)
    .where(
      and(eq(connectors.organizationId, tx.organizationId), eq(connectors.name, name), isNull(connectors.deletedAt)),
    )
  return row ? toConnector(row) : null
}

/** Answers false when the organization already has a connector of this name. */
export async function insertConnector(
  tx: OrganizationTransaction,
  connector: { id: string; kind: Connector['kind']; name: string },
): Promise<boolean> {
  const rows = await tx
    .insert(connectors)
    .values({ organizationId: tx.organizationId, ...connector })
    .onConflictDoNothing()
    .returning({ id: connectors.id })
  return rows.length === 1
}

export async function updateConnector(tx: OrganizationTransaction, id: string, update: ConnectorUpdate): Promise<void> {
  await tx
    .update(connectors)
    .set({ ...update, updatedAt: sql`now()` })
    .where(one(tx, id))
}

/** Somebody else reads for it from now on; whether they can is to be tested. */
export async function switchKind(tx: OrganizationTransaction, id: string, kind: Connector['kind']): Promise<void> {
  await tx
    .update(connectors)
    .set({ kind, testedHash: null, testedAt: null, refusedHash: null, updatedAt: sql`now()` })
    .where(one(tx, id))
}

/** Nothing needs to be done about it any more. */
export async function clearAttention(tx: OrganizationTransaction, id: string): Promise<void> {
  await tx
    .update(connectors)
    .set({ attention: null })
    .where(and(one(tx, id), isNotNull(connectors.attention)))
}

/** Every version that was ever prepared, the newest first, with who prepared it as people know them. */
export async function listVersions(
  tx: OrganizationTransaction,
  connectorId: string,
): Promise<(ConnectorVersion & { authorName: string | null })[]> {
  const rows = await tx
    .select({ row: connectorVersions, administrator: administrators.displayName, agent: agents.name })
    .from(connectorVersions)
    .leftJoin(
      administrators,
      and(
        eq(administrators.organizationId, connectorVersions.organizationId),
        sql`${administrators.id}::text = ${connectorVersions.author}`,
      ),
    )
    .leftJoin(
      agents,
      and(
        eq(agents.organizationId, connectorVersions.organizationId),
        sql`${agents.id}::text = ${connectorVersions.author}`,
      ),
    )
    .where(and(eq(connectorVersions.organizationId, tx.organizationId), eq(connectorVersions.connectorId, connectorId)))
    .orderBy(desc(connectorVersions.version))
  return rows.map(({ row: { version, settings, author, createdAt }, administrator, agent }) => ({
    ...{ version, author, createdAt, authorName: administrator ?? agentNamed(agent) },
    settings: ConnectorSettings.parse(settings),
  }))
}

/** Version `version`, or the newest that was ever prepared. */
export async function readVersion(
  tx: OrganizationTransaction,
  connectorId: string,
  version: number | 'newest',
): Promise<ConnectorVersion | null> {
  const [row] = await tx
    .select()
    .from(connectorVersions)
    .where(
      and(
        eq(connectorVersions.organizationId, tx.organizationId),
        eq(connectorVersions.connectorId, connectorId),
        version === 'newest' ? undefined : eq(connectorVersions.version, version),
      ),
    )
    .orderBy(desc(connectorVersions.version))
    .limit(1)
  if (!row) return null
  const { settings, author, createdAt } = row
  return { version: row.version, settings: ConnectorSettings.parse(settings), author, createdAt }
}

export async function insertVersion(
  tx: OrganizationTransaction,
  connectorId: string,
  version: { version: number; settings: ConnectorSettings; author: string },
): Promise<void> {
  await tx.insert(connectorVersions).values({ organizationId: tx.organizationId, connectorId, ...version })
}

const one = (tx: OrganizationTransaction, id: string) =>
  and(eq(connectors.organizationId, tx.organizationId), eq(connectors.id, id))

function toConnector({ organizationId: _, ...row }: typeof connectors.$inferSelect): Connector {
  return {
    ...row,
    draft: row.draft === null ? emptyDraft : ConnectorDraft.parse(row.draft),
    schedule: row.schedule === null ? null : ScheduleSettings.parse(row.schedule),
  }
}
