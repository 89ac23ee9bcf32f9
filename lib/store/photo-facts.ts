import { type SQL, sql } from 'drizzle-orm'
import type { Anchor } from '@/lib/directory/anchor'
import type { PhotoFact } from '@/lib/sync/photo'
import type { OrganizationTransaction } from './organization'
import { rowArrays } from './row-arrays'
import { comparingAll } from './whole-run'

export type PhotosOfRun = {
  runId: string
  connectorId: string
  /** What an answer is good for beside the person's uSNChanged: the server and the settings. */
  stamp: string
}
export type PhotoAnswer = { anchor: Anchor; usnChanged: string; settled: boolean; photo: PhotoFact | null }

/** People in scope about whose photo nothing is known that still holds, in the order of their anchors. */
export async function readUnknownPhotos(
  tx: OrganizationTransaction,
  of: PhotosOfRun,
  { after, limit }: { after: Anchor | null; limit: number },
): Promise<{ anchor: Anchor; usnChanged: string }[]> {
  const statement = sql`
    select p.anchor, o.usn_changed::text as "usnChanged" ${peopleInScope(tx.organizationId, of)}
      and f.settled is not true ${after === null ? sql`` : sql`and p.anchor > ${after}`}
    order by p.anchor limit ${limit}`
  return [...(await comparingAll(tx, () => tx.execute<{ anchor: Anchor; usnChanged: string }>(statement)))]
}

/** Remembers what the directory answered. */
export async function rememberPhotos(
  tx: OrganizationTransaction,
  { connectorId, stamp }: PhotosOfRun,
  answers: readonly PhotoAnswer[],
): Promise<void> {
  if (answers.length === 0) return
  const rows = answers.map(({ anchor, usnChanged, settled, photo }) => ({
    ...{ anchor, stamp: stampOf(stamp, usnChanged), settled, photo },
  }))
  const relation = rowArrays(rows, { anchor: 'uuid', stamp: 'text', settled: 'boolean', photo: 'jsonb' })
  await tx.execute(sql`
    insert into photo_facts (organization_id, connector_id, anchor, stamp, settled, photo)
    select ${tx.organizationId}::uuid, ${connectorId}::uuid, anchor, stamp, settled, photo from ${relation}
    on conflict (organization_id, connector_id, anchor)
    do update set stamp = excluded.stamp, settled = excluded.settled, photo = excluded.photo`)
}

/** How many photos of the people in scope cannot be used, with an example, and how many nobody knows. */
export type PhotoTally = { refused: number; example: string; unknown: number }

/** Puts what is known beside the people of the run, so that the second pass decides about photos as about other values. */
export async function notePhotos(tx: OrganizationTransaction, of: PhotosOfRun): Promise<PhotoTally> {
  const people = peopleInScope(tx.organizationId, of)
  return comparingAll(tx, async () => {
    await tx.execute(sql`
      update mapped_people m set photo = known.photo
      from (select p.anchor, f.photo ${people} and f.photo is not null) known
      where m.organization_id = ${tx.organizationId} and m.run_id = ${of.runId} and m.anchor = known.anchor`)
    const [row] = await tx.execute<PhotoTally>(sql`
      select count(*) filter (where f.photo ? 'problem')::int as refused, count(*) filter (where f.stamp is null)::int as unknown,
        coalesce(min(p.attributes ->> 'displayName') filter (where f.photo ? 'problem'), '') as example ${people}`)
    return row ?? { refused: 0, example: '', unknown: 0 }
  })
}

/** People in scope with what is known of their photos; only what was answered about exactly this state of the person. */
const peopleInScope = (organizationId: string, { runId, connectorId, stamp }: PhotosOfRun): SQL => sql`
  from mapped_people p join snapshot_objects o
    on o.organization_id = p.organization_id and o.run_id = p.run_id and o.anchor = p.anchor
  left join photo_facts f on f.organization_id = p.organization_id and f.connector_id = ${connectorId}
    and f.anchor = p.anchor and f.stamp = ${stamp}::text || ':' || o.usn_changed
  where p.organization_id = ${organizationId} and p.run_id = ${runId} and p.placement = 'in'`

const stampOf = (stamp: string, usnChanged: string): string => `${stamp}:${usnChanged}`
