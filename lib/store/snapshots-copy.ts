import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { blockFields, type ObjectBlock } from '@/lib/directory/object-block'
import { env } from '@/lib/env'
import { LeaseLost } from './runs-lease'
import { sqlState } from './savepoint'
import { partHash } from './snapshots'
import { replaceMembers } from './snapshots-members'

export type Staging = {
  /** Stores one part in a transaction of its own. @throws LeaseLost */
  stage(part: number, blocks: readonly ObjectBlock[]): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a connection for COPY. COPY needs `pg`: postgres.js hangs or crashes when the server answers a COPY with an
 * error. The rows go through a temporary table because PostgreSQL refuses COPY into a table under row-level security.
 * @param scope the index of the scope that everything belongs to, where the records count another way
 */
export async function openStaging(
  organizationId: string,
  runId: string,
  fence: number,
  scope: number | null = null,
): Promise<Staging> {
  const client = new Client({ connectionString: env().DATABASE_URL, application_name: 'enrollment staging' })
  // A lost connection makes the next statement fail, which ends the import; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return {
    stage: (part, objects) => stagePart(client, { organizationId, runId, fence, part, scope }, objects),
    close: () => client.end(),
  }
}

type Place = { organizationId: string; runId: string; fence: number; part: number; scope: number | null }

async function stagePart(client: Client, place: Place, blocks: readonly ObjectBlock[]): Promise<void> {
  await client.query('begin')
  try {
    await client.query("select set_config('enrollment.organization', $1, true)", [place.organizationId])
    // Nobody waits for the disk: sealing does, and by then it has everything that was written before. A snapshot that lost
    // its last parts in a crash is not sealed.
    await client.query('set local synchronous_commit = off')
    await client.query(temporaryTable)
    await pipeline(
      Readable.from(copyData(blocks)),
      client.query(copyFrom('copy staged_part from stdin (format binary)')),
    )
    const moved = await moveRows(client, place)
    if (moved?.lists) await replaceMembers(client, place)
    await holdFence(client, place)
    await client.query('commit')
  } catch (error) {
    // The first error is the one to tell; a connection that cannot roll back has rolled back.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function holdFence(client: Client, { organizationId, runId, fence }: Place): Promise<void> {
  const held = await client.query(
    `select 1 from runs where organization_id = $1 and id = $2 and fence = $3 and lease_until > clock_timestamp()
     for update`,
    [organizationId, runId, fence],
  )
  if (held.rowCount !== 1) throw new LeaseLost(`The claim ${fence} on run ${runId} is over`)
}

/** A column for each field of a block's records, in their order. */
const columns: Record<(typeof blockFields)[number], string> = {
  anchor: 'anchor uuid',
  kind: 'kind text',
  scope: 'scope integer',
  dn: 'dn text',
  dnKey: 'dn_key text',
  parent: 'parent uuid',
  usnChanged: 'usn_changed bigint',
  deleted: 'deleted boolean',
  attributes: 'attributes text',
  cleaned: 'cleaned text',
  members: 'members text',
  memberKeys: 'member_keys text',
  membersFault: 'members_fault text',
}
const temporaryTable = `create temporary table staged_part (${blockFields.map(name => columns[name])}) on commit drop`

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
  select $1, $2, $3, anchor, kind, coalesce($4, scope), dn, dn_key, parent, usn_changed, attributes::jsonb,
    case cleaned when '[]' then '{}' else array(select jsonb_array_elements_text(cleaned::jsonb)) end,
    jsonb_array_length(members::jsonb), members_fault::jsonb
  from (${newest}) newest`

const count = `insert into snapshot_parts (organization_id, run_id, part, objects, people, hash)
  select $1, $2, $3, count(*), count(*) filter (where kind = 'person'), ${partHash} from moved where part = $3
  returning exists (select from staged_part where kind = 'list') as lists`

/** For objects that no earlier part brought, which is nearly always; fails where one did. */
const addRows = `with moved as (${insert} returning part, anchor, kind) ${count}`

/** An object of an earlier part keeps its part and takes the newer values. */
const mergeRows = `with moved as (${insert}
  on conflict (organization_id, run_id, anchor) do update set scope = excluded.scope, dn = excluded.dn,
    dn_key = excluded.dn_key, parent = excluded.parent, usn_changed = excluded.usn_changed,
    attributes = excluded.attributes, cleaned = excluded.cleaned, members = excluded.members,
    members_fault = excluded.members_fault
    where excluded.usn_changed >= snapshot_objects.usn_changed
  returning part, anchor, kind) ${count}`

type Moved = { lists: boolean }
const uniqueViolation = '23505'

/** @returns what `count` tells */
async function moveRows(client: Client, { organizationId, runId, part, scope }: Place): Promise<Moved | undefined> {
  const values = [organizationId, runId, part, scope]
  await client.query('savepoint moving')
  try {
    return (await client.query<Moved>(addRows, values)).rows[0]
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error
    await client.query('rollback to savepoint moving')
    return (await client.query<Moved>(mergeRows, values)).rows[0]
  }
}
