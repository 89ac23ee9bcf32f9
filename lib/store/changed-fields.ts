import { type SQL, sql } from 'drizzle-orm'
import { changes } from '@/db/schema/runs'
import type { ChangedField } from '@/lib/sync/changed-field'
import type { OrganizationTransaction } from './organization'

/** How many rows of a plan change a field of an account that is there already, and how many of them are updates. */
export type FieldCount = { field: ChangedField; people: number; updates: number }

/** An addition has all its fields at once and changes none. */
const changesAccount: SQL = sql`${changes.kind} <> 'add'`
const valuesDiffer = (field: SQL): SQL =>
  sql`${changes.before} ->> ${field} is distinct from ${changes.after} ->> ${field}`

export const isChanging = (field: ChangedField): SQL =>
  sql`(${changesAccount} and ${valuesDiffer(sql`${field}::text`)})`

/** The fields that a plan changes, the most frequent first. */
export async function countChangedFields(tx: OrganizationTransaction, runId: string): Promise<FieldCount[]> {
  const rows = await tx.execute<FieldCount>(sql`
    select field, count(*)::int as people, (count(*) filter (where ${changes.kind} = 'update'))::int as updates
    from ${changes} cross join lateral
      jsonb_object_keys(coalesce(${changes.before}, '{}'::jsonb) || coalesce(${changes.after}, '{}'::jsonb)) as field
    where ${changes.organizationId} = ${tx.organizationId} and ${changes.runId} = ${runId} and ${changesAccount}
      and ${valuesDiffer(sql`field`)}
    group by field order by people desc, field`)
  return [...rows]
}
