import { type SQL, sql } from 'drizzle-orm'
import type { OrganizationTransaction } from './organization'
import { comparingAll } from './whole-run'

/** The newest other run of the connector whose people were all mapped under this fingerprint, or null. */
export async function findMappedBefore(
  tx: OrganizationTransaction,
  { runId, connectorId, fingerprint }: { runId: string; connectorId: string; fingerprint: string },
): Promise<string | null> {
  const [found] = await tx.execute<{ id: string }>(sql`
    select r.id from runs r join snapshots s on s.organization_id = r.organization_id and s.run_id = r.id
    where r.organization_id = ${tx.organizationId} and r.connector_id = ${connectorId} and r.id <> ${runId}
      and s.sealed_at is not null and s.mapped_with = ${fingerprint}
    order by r.number desc limit 1`)
  return found?.id ?? null
}

/** Whose anchors begin with these bytes, the last one not among them. */
export type AnchorRange = { from: number; to: number }

/**
 * Takes over the mapped rows of another run, of whoever stands in both snapshots with the same bytes. Who may be mapped
 * otherwise by now although nothing else changed is left out: an account expires, and who waits for a decision is counted.
 * What the directory is asked beside the read, managers and photos, is not taken over.
 * @param now as a FILETIME
 * @returns how many people it were
 */
export async function carryMapped(
  tx: OrganizationTransaction,
  { runId, baseRunId, range, now }: { runId: string; baseRunId: string; range: AnchorRange; now: bigint },
): Promise<number> {
  const statement = sql`
    insert into mapped_people (organization_id, run_id, anchor, placement, excluded_by, list, email_key, user_name_key, status,
      attributes, manager_dn_key, expires, problems, parent, unit)
    select o.organization_id, o.run_id, o.anchor, m.placement, m.excluded_by, m.list, m.email_key, m.user_name_key, m.status,
      m.attributes, m.manager_dn_key, m.expires, m.problems, m.parent, m.unit
    from snapshot_objects o
    join snapshot_objects b on b.organization_id = o.organization_id and b.anchor = o.anchor
    join mapped_people m on m.organization_id = o.organization_id and m.anchor = o.anchor
    where o.organization_id = ${tx.organizationId} and o.run_id = ${runId} and o.kind = 'person'
      and ${within(sql`o.anchor`, range)} and ${within(sql`b.anchor`, range)} and ${within(sql`m.anchor`, range)}
      and b.organization_id = ${tx.organizationId} and b.run_id = ${baseRunId} and b.kind = 'person'
      and m.organization_id = ${tx.organizationId} and m.run_id = ${baseRunId}
      and m.status <> 'expired' and (m.expires is null or m.expires > ${now.toString()}::bigint)
      and m.placement <> 'new-unit-undecided'
      and row(o.dn, o.parent, o.attributes, o.cleaned)::record *= row(b.dn, b.parent, b.attributes, b.cleaned)::record`
  const { count } = await comparingAll(tx, () => tx.execute(statement))
  return count
}

/** Said of each table, so that each is looked through along its own index. */
function within(anchor: SQL, { from, to }: AnchorRange): SQL {
  const above = to > 0xff ? sql`true` : sql`${anchor} < ${firstOf(to)}::uuid`
  return sql`${anchor} >= ${firstOf(from)}::uuid and ${above}`
}

const firstOf = (byte: number): string => `${byte.toString(16).padStart(2, '0')}000000-0000-0000-0000-000000000000`
