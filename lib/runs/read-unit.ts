import type { Anchor } from '@/lib/directory/anchor'
import { decodeObjects, type ObjectBlock } from '@/lib/directory/object-block'
import { ReadFailure, type ReadFault } from '@/lib/directory/read-fault'
import type { DirectoryIdentity, DirectoryObject, ImportEvent, ImportRequest, ScopeProof } from '@/lib/directory/source'
import { deletePartsFrom, type ImportUnit, noteIdentity, type Place, readStagedPlaces } from '@/lib/store/import-units'
import { countStagedPeople, readSnapshot } from '@/lib/store/snapshots'
import { openStaging } from '@/lib/store/snapshots-copy'
import { createPartWriter } from './part-writer'
import { fenced, type RunWork, reading, tellProgress } from './run-work'

/** The attribute by whose values units are cut. */
export const createdNumber = 'uSNCreated'

/** How an attempt at a unit ended. */
export type UnitRead = {
  identity: DirectoryIdentity | null
  proof: ScopeProof | null
  fault: ReadFault | null
  /**
   * Of a closing: units that were there before and stand elsewhere now, so that what is below them may be unread, or read
   * under a name that it has no more.
   */
  moved: Pick<DirectoryObject, 'anchor' | 'dn'>[]
}

/**
 * Stages what one unit delivers, from this part on. @throws ReadFailure `server-changed` when another server answers than
 * the one whose numbers the units are cut by
 */
export async function readUnit(
  work: RunWork,
  unit: ImportUnit,
  firstPart: number,
  request: Pick<ImportRequest, 'attributes' | 'lists' | 'signal'>,
): Promise<UnitRead> {
  let read = nothingRead()
  const before = await reading(work, tx => countStagedPeople(tx, work.runId))
  const staging = await openStaging(work.organizationId, work.runId, work.fence, unit.scope)
  const write = async (part: number, blocks: readonly ObjectBlock[], people: number) => {
    await staging.stage(part, blocks)
    await tellProgress(work, { done: before + people, total: null })
    await work.failpoint?.('part-staged')
  }
  let parts = createPartWriter(write, firstPart)
  const { root: anchor, rootDn: dn, part } = unit
  const attributes = [...new Set([...request.attributes, createdNumber])]
  try {
    for await (const event of work.source.import({ ...request, attributes, scopes: [{ anchor, dn }], part })) {
      if (event.type === 'begun-anew') {
        await parts.flush()
        await fenced(work, tx => deletePartsFrom(tx, work.runId, firstPart))
        read = nothingRead()
        parts = createPartWriter(write, firstPart)
      } else if (event.type === 'objects') {
        if (unit.kind === 'closing') read.moved.push(...(await movedUnits(work, event.block, unit)))
        await parts.add(event.block)
      } else await take(work, event, read)
    }
  } finally {
    await parts.flush().finally(() => staging.close())
  }
  return read
}

const nothingRead = (): UnitRead => ({ identity: null, proof: null, fault: null, moved: [] })

async function take(work: RunWork, event: ImportEvent, read: UnitRead): Promise<void> {
  if (event.type === 'identity') {
    read.identity = event.identity
    await compareServers(work, event.identity)
  } else if (event.type === 'scope-complete') read.proof = event.proof
  else if (event.type === 'scope-incomplete') read.fault = event.fault
}

/** The server that answered first is the one whose numbers the whole read counts by. @throws ReadFailure `server-changed` */
async function compareServers(work: RunWork, now: DirectoryIdentity): Promise<void> {
  await fenced(work, async tx => {
    const first = (await readSnapshot(tx, work.runId))?.identity
    if (!first) return noteIdentity(tx, work.runId, now)
    if (first.domainSid !== now.domainSid || first.generation !== now.generation)
      throw new ReadFailure({ code: 'server-changed', args: { was: first.dnsHostName, now: now.dnsHostName } })
  })
}

/** Units of this block that existed when the reading began and are new here, or stand elsewhere or under another name now. */
async function movedUnits(work: RunWork, block: ObjectBlock, { part }: ImportUnit): Promise<UnitRead['moved']> {
  const since = part.by === 'changed' ? BigInt(part.since) : 0n
  const isOld = ({ attributes }: DirectoryObject) => BigInt(attributes[createdNumber]?.[0] ?? 0) <= since
  const units = decodeObjects(block).filter(object => object.kind === 'unit' && isOld(object))
  const anchors = units.map(unit => unit.anchor)
  const staged = await reading<Map<Anchor, Place>>(work, tx => readStagedPlaces(tx, work.runId, anchors))
  return units.filter(({ anchor, parent, dn }) => {
    const before = staged.get(anchor)
    return before?.parent !== parent || before?.dn !== dn
  })
}
