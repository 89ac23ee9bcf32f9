import { sql } from 'drizzle-orm'
import type { TestCompany } from './company'

type Row = Record<string, unknown>

/**
 * Everything that a run's snapshot says of the directory: objects with all their columns but the part, and members in order.
 * @param numbers whether uSNChanged counts
 */
export async function snapshotRows(company: TestCompany, runId: string, { numbers = true } = {}): Promise<Row[]> {
  const objects = await company.sql<Row>(sql`
    select anchor, kind, scope, dn, dn_key, parent, attributes::text, cleaned, members, members_fault::text,
      case when ${numbers} then usn_changed::text end as usn
    from snapshot_objects where run_id = ${runId} order by anchor`)
  const members = await company.sql<Row>(sql`
    select list, position, dn, dn_key from snapshot_members where run_id = ${runId} order by list, position`)
  return [...objects, ...members]
}

/** How a run's snapshot came about. */
export async function snapshotOf(company: TestCompany, runId: string) {
  const [snapshot] = await company.sql<{
    method: string
    objects: number
    people: number
    base: string | null
    proofs: unknown[]
  }>(sql`
    select method, objects, people, base_run_id as base, proofs from snapshots where run_id = ${runId}`)
  if (!snapshot) throw new Error('The run has no snapshot')
  return snapshot
}
