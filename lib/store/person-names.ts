import { and, eq, inArray } from 'drizzle-orm'
import { joins } from '@/db/schema/connectors'
import { accounts } from '@/db/schema/messenger'
import { changes } from '@/db/schema/runs'
import type { OrganizationTransaction } from './organization'

/**
 * What people call the persons behind these anchors: as a run's plan names them, else as their accounts do. An anchor
 * that neither knows is absent.
 */
export async function personNames(
  tx: OrganizationTransaction,
  runId: string,
  anchors: readonly string[],
): Promise<Map<string, string>> {
  if (anchors.length === 0) return new Map()
  const wanted = [...new Set(anchors)]
  const planned = await tx
    .select({ anchor: changes.anchor, name: changes.displayName })
    .from(changes)
    .where(
      and(eq(changes.organizationId, tx.organizationId), eq(changes.runId, runId), inArray(changes.anchor, wanted)),
    )
  return new Map([...(await managedNames(tx, wanted)), ...planned.map(({ anchor, name }) => [anchor, name] as const)])
}

/** The same as their accounts name them. */
export async function managedNames(
  tx: OrganizationTransaction,
  anchors: readonly string[],
): Promise<Map<string, string>> {
  if (anchors.length === 0) return new Map()
  const managed = await tx
    .select({ anchor: joins.anchor, name: accounts.displayName })
    .from(joins)
    .innerJoin(accounts, and(eq(accounts.organizationId, joins.organizationId), eq(accounts.id, joins.accountId)))
    .where(and(eq(joins.organizationId, tx.organizationId), inArray(joins.anchor, [...new Set(anchors)])))
  return new Map(managed.flatMap(({ anchor, name }) => (name === null ? [] : [[anchor, name]])))
}
