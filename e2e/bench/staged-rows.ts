import { anchorToBytes, parseAnchor } from '@/lib/directory/anchor'
import { type Delivered, delivered } from './checksum'
import type { Bench } from './row'

/** What a snapshot holds. */
export type Staged = { objects: number; checksum: string }

/** What stands in a table with the columns of staging. */
export async function deliveredRows({ database }: Bench, table: string): Promise<Delivered> {
  const sum = delivered()
  const rows = database.sql<{ anchor: string; dn: string; attributes: Record<string, string[]> }[]>`
    select anchor, dn, attributes from ${database.sql(table)} where kind = 'person'`
  for await (const page of rows.cursor(1_000))
    for (const { anchor, dn, attributes } of page) {
      const guid = parseAnchor(anchor)
      if (guid) sum.add({ guid: anchorToBytes(guid), dn, attributes })
    }
  return sum.sum()
}

/** Everything that a run's snapshot says of the directory, in every column but the part; the order does not matter. */
export async function snapshotSum({ database: { sql } }: Bench, runId: string): Promise<Staged> {
  const [sum] = await sql<Staged[]>`
    select count(*)::int as objects, to_hex(mod(sum(hashtextextended(said, 1)), 9223372036854775807)::bigint)
      || to_hex(mod(sum(hashtextextended(said, 2)), 9223372036854775807)::bigint) as checksum
    from (select (anchor, kind, scope, dn, dn_key, parent, usn_changed, attributes, cleaned, members, members_fault)::text
      as said from snapshot_objects where run_id = ${runId}) rows`
  return sum ?? { objects: 0, checksum: '' }
}
