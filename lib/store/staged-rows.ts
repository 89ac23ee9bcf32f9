import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { type BlockLayout, blockFields, type ObjectBlock } from '@/lib/directory/object-block'

/** Where rows go. `scope`: the index of the scope that all belong to, where the records count another way. */
type Place = { organizationId: string; runId: string; part: number; scope: number | null }

/** A column of the same type for each field of a block's records. */
const columns: Record<(typeof blockFields)['whole'][number], string> = {
  anchor: 'anchor uuid',
  kind: 'kind text',
  scope: 'scope integer',
  dn: 'dn text',
  dnKey: 'dn_key text',
  parent: 'parent uuid',
  usnChanged: 'usn_changed bigint',
  attributes: 'attributes jsonb',
  cleaned: 'cleaned text[]',
  deleted: 'deleted boolean',
  members: 'members text',
  memberKeys: 'member_keys text',
  membersFault: 'members_fault text',
}
const temporaryTable = `create temporary table staged_part (${blockFields.whole.map(name => columns[name])}) on commit drop`
const namesOf = (layout: BlockLayout) => blockFields[layout].map(name => columns[name].replace(/ .*/, '')).join(', ')

/**
 * Adds plain blocks to the rows of snapshots. COPY is refused where row-level security is; the partition in which the rows
 * stand takes rows for the transaction's own organization alone, and shows and changes none.
 */
export const addDirectly = (client: Client, blocks: readonly ObjectBlock[]): Promise<void> =>
  copy(client, 'snapshot_objects_rows', 'plain', blocks)

/** Puts blocks into a table of this transaction alone, for statements that move them on. */
export async function fillTemporary(client: Client, blocks: readonly ObjectBlock[]): Promise<void> {
  await client.query(temporaryTable)
  for (const layout of ['plain', 'whole'] as const) {
    const alike = blocks.filter(block => block.layout === layout)
    if (alike.length > 0) await copy(client, 'staged_part', layout, alike)
  }
}

async function copy(client: Client, table: string, layout: BlockLayout, blocks: readonly ObjectBlock[]): Promise<void> {
  const into = client.query(copyFrom(`copy ${table} (${namesOf(layout)}) from stdin (format binary)`))
  await pipeline(Readable.from(copyData(blocks)), into)
}

/**
 * A block's records have the layout of COPY's binary format (number of fields, then each field's length and bytes), so they
 * go to the server as they are, between the format's signature and its end.
 */
function* copyData(blocks: readonly ObjectBlock[]): Generator<Buffer> {
  yield Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
  for (const { bytes } of blocks) yield bytes
  yield Buffer.from([0xff, 0xff])
}

// An object delivered twice in one part (it changed or moved while reading): the newer values count. In a table that is only
// written once, ctid is the order of its rows.
const newest = `select s.* from staged_part s where not exists (select from staged_part later
  where later.anchor = s.anchor and (later.usn_changed, later.ctid) > (s.usn_changed, s.ctid))`

/** What few objects have is only looked into where it is there. */
const insert = `insert into snapshot_objects (organization_id, run_id, part, anchor, kind, scope, dn, dn_key, parent, usn_changed,
    attributes, cleaned, members, members_fault)
  select $1, $2, $3, anchor, kind, coalesce($4, scope), dn, dn_key, parent, usn_changed, attributes, cleaned,
    jsonb_array_length(members::jsonb), members_fault::jsonb
  from (${newest}) newest`

/** An object of an earlier part keeps its part and takes the newer values. */
const merge = `${insert}
  on conflict (organization_id, run_id, anchor) do update set scope = excluded.scope, dn = excluded.dn,
    dn_key = excluded.dn_key, parent = excluded.parent, usn_changed = excluded.usn_changed,
    attributes = excluded.attributes, cleaned = excluded.cleaned, members = excluded.members,
    members_fault = excluded.members_fault
    where excluded.usn_changed >= snapshot_objects.usn_changed`

const valuesOf = ({ organizationId, runId, part, scope }: Place) => [organizationId, runId, part, scope]

/** Adds what stands in the temporary table. @throws a unique violation where an earlier part brought one of the objects */
export async function addRows(client: Client, place: Place): Promise<void> {
  await client.query(insert, valuesOf(place))
}

/** Adds what is new, and renews what an earlier part brought, unless that is newer. */
export async function mergeRows(client: Client, place: Place): Promise<void> {
  await client.query(merge, valuesOf(place))
}
