import { anchorToBytes, parseAnchor } from '@/lib/directory/anchor'
import { type Delivered, delivered } from './checksum'
import type { Bench } from './row'

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
