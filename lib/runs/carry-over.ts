import type { Anchor } from '@/lib/directory/anchor'
import { ownRdn } from '@/lib/directory/distinguished-name'
import type { ScopeProof } from '@/lib/directory/source'
import { ownDnKey } from '@/lib/directory/stored-dn-key'
import { referenceAttributes } from '@/lib/directory/tracked-attributes'
import type { FullReadReason } from '@/lib/directory/watermark'
import { readStagedUnits } from '@/lib/store/snapshots'
import {
  type Carrying,
  carryParts,
  countCarriedParts,
  countChangedNames,
  countUnplaced,
  type Gone,
  type Renaming,
  readAnew,
  readCarriedBelow,
  readLastPart,
  renameInAttribute,
  renameInMembers,
  renameObjects,
} from '@/lib/store/snapshots-carry'
import { allEnded } from './all-ended'
import { newPaths, type Path, type PathUnit } from './new-paths'
import { eachPage, lastOf, pageSize } from './planning'
import type { QuickBase } from './quick-base'
import { fenced, fencedLast, type RunWork, reading } from './run-work'

/** Objects carried over in one transaction. */
const partSize = 5_000

type Differences = { base: QuickBase; proofs: readonly ScopeProof[]; gone: readonly Gone[] }

/**
 * Makes the differences that were staged a whole snapshot: carries over what did not change, and gives it the names that
 * follow from where its units are now. @returns why the result cannot be trusted, or null
 */
export async function carryOver(work: RunWork, differences: Differences): Promise<FullReadReason | null> {
  const { base, proofs, gone } = differences
  const carrying: Carrying = {
    runId: work.runId,
    baseRunId: base.runId,
    staged: await reading(work, tx => readLastPart(tx, work.runId)),
  }
  await carryAll(work, carrying, base, gone)
  const units = await reading(work, tx => readStagedUnits(tx, work.runId))
  const paths = newPaths(units, proofs)
  const roots = proofs.map(proof => proof.root)
  const standing = [...roots, ...units.map(unit => unit.anchor)]
  const lost = paths === null ? 1 : await reading(work, tx => countUnplaced(tx, carrying, { roots, standing }))
  if (paths === null || lost > 0) return { code: 'full-readings-disagree', args: { count: lost } }
  const carried = await followUnits(work, carrying, units, paths)
  const because = await followNames(work, carrying, { gone, carried })
  if (because === null) await fenced(work, tx => countCarriedParts(tx, carrying))
  return because
}

/**
 * Some parts of the base at a time become one, so that many quick imports do not leave many small ones. Two are written at
 * once: a database has more than one processor, and by now nobody else wants them.
 */
async function carryAll(work: RunWork, carrying: Carrying, base: QuickBase, gone: readonly Gone[]): Promise<void> {
  const left = gone.map(object => object.anchor)
  const anew = new Map((await reading(work, tx => readAnew(tx, carrying))).map(({ part, anchors }) => [part, anchors]))
  const groups = numbered(grouped(base.parts), carrying.staged + 1)
  const carryNext = async (): Promise<void> => {
    // When this is left by an error, there is no next one for the other either.
    for (const group of groups) {
      const but = [...left, ...partsOf(group).flatMap(part => anew.get(part) ?? [])]
      await fencedLast(work, tx => carryParts(tx, carrying, { ...group, but }))
      await work.failpoint?.('part-carried')
    }
  }
  await allEnded([carryNext(), carryNext()])
}

type Group = { from: number; to: number }
const partsOf = ({ from, to }: Group): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

function* numbered(groups: readonly Group[], firstPart: number): Generator<Group & { part: number }> {
  for (const [at, group] of groups.entries()) yield { ...group, part: firstPart + at }
}

function grouped(parts: QuickBase['parts']): Group[] {
  const groups: (Group & { objects: number })[] = []
  for (const { part, objects } of parts) {
    const last = groups.at(-1)
    if (last && last.objects + objects <= partSize) Object.assign(last, { to: part, objects: last.objects + objects })
    else groups.push({ from: part, to: part, objects })
  }
  return groups
}

/** Units themselves, and whatever stands directly below one that is elsewhere now. @returns whether there were any */
async function followUnits(
  work: RunWork,
  carrying: Carrying,
  units: readonly PathUnit[],
  paths: ReadonlyMap<Anchor, Path>,
): Promise<boolean> {
  const before = new Map(
    (await reading(work, tx => readStagedUnits(tx, carrying.baseRunId))).map(old => [old.anchor, old]),
  )
  const isElsewhere = (unit: PathUnit | undefined, path: Path | undefined) =>
    path !== undefined && (unit?.dn !== path.dn || unit.scope !== path.scope)
  const renamed = units.flatMap(unit => {
    const path = paths.get(unit.anchor)
    return path && isElsewhere(unit, path) ? [{ anchor: unit.anchor, ...path, dnKey: ownDnKey(path.dn) }] : []
  })
  for (let at = 0; at < renamed.length; at += pageSize)
    await fenced(work, tx => renameObjects(tx, work.runId, renamed.slice(at, at + pageSize)))
  const moved = [...paths.keys()].filter(
    anchor => before.has(anchor) && isElsewhere(before.get(anchor), paths.get(anchor)),
  )
  if (moved.length > 0) await renameBelow(work, carrying, moved, paths)
  return renamed.length > 0 || moved.length > 0
}

async function renameBelow(
  work: RunWork,
  carrying: Carrying,
  parents: readonly Anchor[],
  paths: ReadonlyMap<Anchor, Path>,
): Promise<void> {
  await eachPage(async after => {
    const objects = await reading(work, tx => readCarriedBelow(tx, carrying, { parents, after, limit: pageSize }))
    const renamed = objects.flatMap(({ anchor, dn, parent }) => {
      const above = paths.get(parent)
      const name = `${ownRdn(dn)},${above?.dn}`
      return above ? [{ anchor, dn: name, dnKey: ownDnKey(name), scope: above.scope }] : []
    })
    await fenced(work, tx => renameObjects(tx, work.runId, renamed))
    return lastOf(objects, pageSize, object => object.anchor)
  })
}

/** Whoever is named in somebody's values is named as it is called now. */
async function followNames(work: RunWork, carrying: Carrying, renaming: Renaming): Promise<FullReadReason | null> {
  if (carrying.staged === 0 && renaming.gone.length === 0 && !renaming.carried) return null
  const { changed, unclear } = await reading(work, tx => countChangedNames(tx, carrying, renaming))
  if (unclear > 0) return { code: 'full-names-unclear', args: { count: unclear } }
  if (changed === 0) return null
  for (const attribute of referenceAttributes)
    await fenced(work, tx => renameInAttribute(tx, carrying, renaming, attribute))
  await fenced(work, tx => renameInMembers(tx, carrying, renaming))
  return null
}
