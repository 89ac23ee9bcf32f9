import { fileTimeOf } from '@/lib/directory/formats/file-time'
import { countMappedPeople, insertMappedPeople, noteMapped } from '@/lib/store/mapped-people'
import { type AnchorRange, carryMapped, findMappedBefore } from '@/lib/store/mapped-people-carry'
import { eachUnmappedPage } from '@/lib/store/snapshots'
import { allEnded } from './all-ended'
import { runFailure } from './fault'
import { placeObject } from './place-object'
import { type Planning, pageSize } from './planning'
import { planned, reading, writesAtOnce } from './run-work'
import { writingBehind } from './write-behind'

/** First pass: every person read, in the Messenger's words, with a place and canonical keys. */
export async function mapPass(planning: Planning): Promise<void> {
  const { work, snapshot, fingerprint } = planning
  const carried = await carryOverMapped(planning)
  if (carried !== snapshot.people) {
    await mapOthers(planning)
    const mapped = await reading(work, tx => countMappedPeople(tx, work.runId))
    if (mapped !== snapshot.people) throw runFailure('snapshot-damaged')
  }
  await planned(work, tx => noteMapped(tx, work.runId, fingerprint))
}

/**
 * Whoever stands in this snapshot exactly as in an earlier one, which was mapped under the same fingerprint, would be mapped
 * to the same row again: it is taken over. @returns how many they are
 */
async function carryOverMapped({ work, run, snapshot, fingerprint, now }: Planning): Promise<number> {
  if (fingerprint === null) return 0
  const { runId } = work
  const baseRunId = await reading(work, tx =>
    findMappedBefore(tx, { runId, connectorId: run.connectorId, fingerprint }),
  )
  if (baseRunId === null) return 0
  let carried = 0
  const ranges = rangesOf(snapshot.people).values()
  const carryNext = async (): Promise<void> => {
    // When this is left by an error, there is no next one for the other either.
    for (const range of ranges) {
      await planned(work, async tx => {
        const more = await carryMapped(tx, { runId, baseRunId, range, now: fileTimeOf(now) })
        carried += more
      })
      await work.failpoint?.('page-mapped')
    }
  }
  await allEnded(Array.from({ length: writesAtOnce }, carryNext))
  return carried
}

/** People carried over in one transaction, about. */
const rangeSize = 25_000

/** Everybody's anchors in ranges of one size: objectGUIDs are spread evenly enough. */
function rangesOf(people: number): AnchorRange[] {
  const ranges = Math.min(256, Math.ceil(people / rangeSize))
  const firstOf = (at: number) => Math.floor((at * 256) / ranges)
  return Array.from({ length: ranges }, (_, at) => ({ from: firstOf(at), to: firstOf(at + 1) }))
}

async function mapOthers(planning: Planning): Promise<void> {
  const { work } = planning
  await writingBehind(
    begin =>
      reading(work, tx =>
        eachUnmappedPage(tx, work.runId, pageSize, planning.lists.request, staged => {
          const people = staged.map(({ object, list }) => placeObject(planning, object, list))
          for (const { placement, parent } of people)
            if (placement === 'new-unit-undecided') planning.newUnits.count(parent)
          return begin(async () => {
            await planned(work, inner => insertMappedPeople(inner, work.runId, people))
            await work.failpoint?.('page-mapped')
          })
        }),
      ),
    writesAtOnce,
  )
}
