import { Client } from 'pg'
import type { ObjectBlock } from '@/lib/directory/object-block'
import { env } from '@/lib/env'
import { LeaseLost } from './runs-lease'
import { sqlState } from './savepoint'
import { partHash } from './snapshots'
import { replaceMembers } from './snapshots-members'
import { addDirectly, addRows, fillTemporary, mergeRows } from './staged-rows'

export type Staging = {
  /** Stores one part in a transaction of its own. @throws LeaseLost */
  stage(part: number, blocks: readonly ObjectBlock[]): Promise<void>
  close(): Promise<void>
}

/**
 * Opens a connection for COPY. COPY needs `pg`: postgres.js hangs or crashes when the server answers a COPY with an
 * error.
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
    await client.query(settings, [place.organizationId, place.runId, String(place.part)])
    await store(client, place, blocks)
    if (blocks.some(({ layout }) => layout === 'whole')) await replaceMembers(client, place)
    await client.query(countPart, [place.organizationId, place.runId, place.part])
    await holdFence(client, place)
    await client.query('commit')
  } catch (error) {
    // The first error is the one to tell; a connection that cannot roll back has rolled back.
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/**
 * Where the rows belong, which is not told with each of them. And nobody waits for the disk: sealing does, and by then it
 * has everything that was written before. A snapshot that lost its last parts in a crash is not sealed.
 */
const settings = `select set_config('enrollment.organization', $1, true), set_config('enrollment.run', $2, true),
  set_config('enrollment.part', $3, true), set_config('synchronous_commit', 'off', true)`

/** Objects that no earlier part brought, which is nearly always, are added; where one did, all are merged instead. */
async function store(client: Client, place: Place, blocks: readonly ObjectBlock[]): Promise<void> {
  await client.query('savepoint storing')
  try {
    await add(client, place, blocks)
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error
    await client.query('rollback to savepoint storing')
    await fillTemporary(client, blocks)
    await mergeRows(client, place)
  }
}

const uniqueViolation = '23505'

async function add(client: Client, place: Place, blocks: readonly ObjectBlock[]): Promise<void> {
  const isDirect = ({ layout }: ObjectBlock) => layout === 'plain' && place.scope === null
  const direct = blocks.filter(isDirect)
  const others = blocks.filter(block => !isDirect(block))
  if (direct.length > 0) await addDirectly(client, direct)
  if (others.length === 0) return
  await fillTemporary(client, others)
  await addRows(client, place)
}

const countPart = `insert into snapshot_parts (organization_id, run_id, part, objects, people, hash)
  select $1, $2, $3, count(*), count(*) filter (where kind = 'person'), ${partHash}
  from snapshot_objects where organization_id = $1 and run_id = $2 and part = $3`

async function holdFence(client: Client, { organizationId, runId, fence }: Place): Promise<void> {
  const held = await client.query(
    `select 1 from runs where organization_id = $1 and id = $2 and fence = $3 and lease_until > clock_timestamp()
     for update`,
    [organizationId, runId, fence],
  )
  if (held.rowCount !== 1) throw new LeaseLost(`The claim ${fence} on run ${runId} is over`)
}
