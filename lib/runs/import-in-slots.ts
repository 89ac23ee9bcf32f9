import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryIdentity, ImportRequest, Scope, ScopeProof } from '@/lib/directory/source'
import { updateConnector } from '@/lib/store/connectors'
import {
  deleteImportUnit,
  deletePartsFrom,
  type ImportUnit,
  insertImportUnits,
  nextPart,
  readImportUnits,
  sampleParts,
  updateImportUnit,
} from '@/lib/store/import-units'
import type { Run } from '@/lib/store/runs'
import { readSnapshot, startSnapshot } from '@/lib/store/snapshots'
import { RunPaused, runFailure } from './fault'
import { cut, nextStep, numbered, proofsOf } from './import-units'
import { readUnit, type UnitRead } from './read-unit'
import { fenced, type RunWork, reading } from './run-work'
import type { Slot } from './slot'

/** What a whole read came to, whoever did how much of it. */
export type WholeRead = { scopes: Scope[]; identity: DirectoryIdentity | null; proofs: ScopeProof[]; startedAt: Date }

/** After so many slots in which a unit could not be read, more of them will not help. */
const mostFailures = 2

type InSlot = { work: RunWork; run: Run; slot: Slot; request: Pick<ImportRequest, 'attributes' | 'lists'> }

/**
 * Reads in units, each of which is read and proved within one slot. The rows say how far it is, so that any later slot goes
 * on there, in whatever process. @throws RunPaused when this slot is over, ReadFailure, RunFailure `needs-worker`
 */
export async function importInSlots(place: InSlot, chooseScopes: () => Promise<readonly Scope[]>): Promise<WholeRead> {
  const { work, slot } = place
  if ((await readUnits(work)).length === 0) await begin(work, await chooseScopes())
  for (;;) {
    const units = await readUnits(work)
    const next = nextStep(units)
    if (next.do === 'seal') return whole(work, units)
    if (next.do === 'give-up') throw new ReadFailure({ code: next.because, args: { count: 1 } })
    if (next.do === 'close') await fenced(work, tx => insertImportUnits(tx, work.runId, next.units))
    else if (slot.isWorthBeginning()) await workOnUnit(place, next.unit)
    else throw new RunPaused('The slot is over')
  }
}

/** Whether an earlier slot of this run has read something that goes on. */
export const hasBegunInSlots = async (work: RunWork): Promise<boolean> => (await readUnits(work)).length > 0

const readUnits = (work: RunWork) => reading(work, tx => readImportUnits(tx, work.runId))

/** In the beginning each scope is one unit. */
async function begin(work: RunWork, scopes: readonly Scope[]): Promise<void> {
  const units = scopes.map(({ anchor: root, dn: rootDn }, scope) => ({
    ...{ kind: 'part' as const, scope, root, rootDn },
    part: { by: 'created' as const, from: '0', to: null },
  }))
  await fenced(work, async tx => {
    await startSnapshot(tx, work.runId)
    await insertImportUnits(tx, work.runId, numbered([], units))
  })
}

async function workOnUnit(place: InSlot, unit: ImportUnit): Promise<void> {
  const { work, slot, request } = place
  const firstPart = await clear(work, unit)
  const signal = AbortSignal.any([work.signal, slot.readingTime()])
  const read = await readUnit(work, unit, firstPart, { ...request, signal })
  if (work.signal.aborted) throw new RunPaused('The worker is stopping')
  if (read.proof) return putDown(work, unit, read)
  const fault = read.fault ?? { code: 'unexpected', args: {} }
  if (fault.code !== 'time-limit') throw new ReadFailure(fault)
  await divide(place, unit, firstPart, read.identity)
}

/** What an attempt that ended in the middle left in staging is not known to be whole. */
function clear(work: RunWork, unit: ImportUnit): Promise<number> {
  return fenced(work, async tx => {
    if (unit.firstPart !== null) await deletePartsFrom(tx, work.runId, unit.firstPart)
    const firstPart = await nextPart(tx, work.runId)
    await updateImportUnit(tx, work.runId, unit.number, { firstPart })
    return firstPart
  })
}

async function putDown(work: RunWork, unit: ImportUnit, { proof, identity, moved }: UnitRead): Promise<void> {
  const startUsn = identity?.highestCommittedUsn ?? '0'
  const below = moved.map(({ anchor: root, dn: rootDn }) => ({
    ...{ kind: 'moved' as const, scope: unit.scope, root, rootDn },
    part: { by: 'created' as const, from: '0', to: null },
  }))
  await fenced(work, async tx => {
    const units = await readImportUnits(tx, work.runId)
    await updateImportUnit(tx, work.runId, unit.number, { state: 'done', proof, startUsn })
    await insertImportUnits(tx, work.runId, numbered(units, below))
  })
}

/** A unit for which a slot was too short is cut in two; one that cannot be cut is tried once more. */
async function divide(
  { work, run, slot }: InSlot,
  unit: ImportUnit,
  firstPart: number,
  identity: DirectoryIdentity | null,
): Promise<void> {
  const failures = unit.failures + 1
  const isHopeless = await fenced(work, async tx => {
    const sample = await sampleParts(tx, work.runId, firstPart)
    await deletePartsFrom(tx, work.runId, firstPart)
    // Without a server's numbers there is nothing to cut by.
    const halves = identity?.generation === undefined ? null : cut(unit.part, sample, slot.fewest)
    if (halves) {
      const { kind, scope, root, rootDn } = unit
      const units = await readImportUnits(tx, work.runId)
      await deleteImportUnit(tx, work.runId, unit.number)
      await insertImportUnits(
        tx,
        work.runId,
        numbered(
          units,
          halves.map(part => ({ kind, scope, root, rootDn, part })),
        ),
      )
      return false
    }
    await updateImportUnit(tx, work.runId, unit.number, { failures, firstPart: null })
    if (failures < mostFailures) return false
    await updateConnector(tx, run.connectorId, { attention: needsWorker(slot) })
    return true
  })
  if (isHopeless) throw runFailure('needs-worker', needsWorker(slot).args)
}

const needsWorker = ({ seconds }: Slot) => ({ code: 'needs-worker' as const, args: { seconds } })

async function whole(work: RunWork, units: readonly ImportUnit[]): Promise<WholeRead> {
  const snapshot = await reading(work, tx => readSnapshot(tx, work.runId))
  const proofs = proofsOf(units)
  return {
    scopes: proofs.map(proof => proof.scope),
    identity: snapshot?.identity ?? null,
    proofs,
    startedAt:
      units.map(unit => unit.createdAt).sort((one, other) => one.getTime() - other.getTime())[0] ?? new Date(0),
  }
}
