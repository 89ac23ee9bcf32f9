import { eq, sql } from 'drizzle-orm'
import { knownUnits } from '@/db/schema/connectors'
import type { Anchor } from '@/lib/directory/anchor'
import type { KnownUnits } from '@/lib/sync/new-units'
import type { OrganizationTransaction } from './organization'

/** The units that this connector's reads have shown. */
export async function readKnownUnits(tx: OrganizationTransaction, connectorId: string): Promise<KnownUnits> {
  const rows = await tx
    .select({ anchor: knownUnits.anchor, ruled: knownUnits.ruled })
    .from(knownUnits)
    .where(sql`${eq(knownUnits.organizationId, tx.organizationId)} and ${eq(knownUnits.connectorId, connectorId)}`)
  return new Map(rows.map(({ anchor, ruled }) => [anchor as Anchor, { ruled }]))
}

/** Remembers what a run showed; rows that say so already are left as they are. */
export async function rememberUnits(
  tx: OrganizationTransaction,
  connectorId: string,
  runId: string,
  units: KnownUnits,
): Promise<void> {
  if (units.size === 0) return
  const rows = [...units].map(([anchor, { ruled }]) => ({ anchor, ruled }))
  await tx.execute(sql`
    insert into known_units (organization_id, connector_id, anchor, ruled, run_id)
    select ${tx.organizationId}::uuid, ${connectorId}::uuid, anchor, ruled, ${runId}::uuid
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as row(anchor uuid, ruled boolean)
    on conflict (organization_id, connector_id, anchor) do update set ruled = excluded.ruled
      where known_units.ruled <> excluded.ruled`)
}
