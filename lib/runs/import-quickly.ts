import type { Anchor } from '@/lib/directory/anchor'
import type { DepartedObject, ImportRequest, QuickRequest } from '@/lib/directory/source'
import { ownDnKey } from '@/lib/directory/stored-dn-key'
import type { FullReadReason } from '@/lib/directory/watermark'
import type { Run } from '@/lib/store/runs'
import { readKnownObjects, readObjectsNaming, readObjectsToReadAgain } from '@/lib/store/snapshots-base'
import { countByScope, type Gone } from '@/lib/store/snapshots-carry'
import { allEnded } from './all-ended'
import { carryOver } from './carry-over'
import { findQuickBase, type QuickBase, recountBase } from './quick-base'
import { type Received, receiveImport } from './receive-import'
import { nowOf, type RunWork, reading } from './run-work'
import { sealImport } from './seal-import'

/** Whether a snapshot was sealed, and why it is not one of a quick import. */
export type QuickOutcome = { sealed: boolean; because: FullReadReason | null }
const instead = (because: FullReadReason): QuickOutcome => ({ sealed: false, because })

/** Seals the last snapshot with whatever changed since, or says why everything has to be read. */
export async function importQuickly(work: RunWork, run: Run, request: ImportRequest): Promise<QuickOutcome> {
  const base = await findQuickBase(work, run)
  if ('code' in base) return instead(base)
  const fullReadAt = nowOf(work)
  const { quick, whatFailed } = await quickRequest(work, base)
  const receiving = receiveImport(work, { ...request, quick }).catch(error => {
    throw whatFailed() ?? error
  })
  // What is known is counted again while the directory is asked; nothing is carried over before that has ended well.
  const [received, damage] = await allEnded([receiving, recountBase(work, base), quick.again])
  if (damage) return instead(damage)
  if (received.fullReadNeeded) return instead(received.fullReadNeeded)
  if (received.method === null) {
    // A source that knows no other way delivered everything.
    await sealImport(work, request, received, { method: 'full', baseRunId: null, fullReadAt })
    return { sealed: true, because: { code: 'full-not-offered', args: {} } }
  }
  const because = await carryOver(work, { base, proofs: received.proofs, gone: received.gone.map(toGone) })
  if (because) return instead(because)
  const { method } = received
  const proofs = await recounted(work, received)
  await sealImport(
    work,
    request,
    { ...received, proofs },
    { method, baseRunId: base.runId, fullReadAt: base.fullReadAt },
  )
  return { sealed: true, because: null }
}

const toGone = ({ anchor, found, dn }: DepartedObject): Gone => ({
  ...{ anchor, found, dn },
  dnKey: dn === null ? null : ownDnKey(dn),
})

/** A proof of a quick import counts what was delivered; the snapshot's says what there is. */
async function recounted(work: RunWork, { proofs }: Received): Promise<Received['proofs']> {
  const counts = new Map((await reading(work, tx => countByScope(tx, work.runId))).map(count => [count.scope, count]))
  return proofs.map((proof, scope) => {
    const { objects = 0, people = 0, lists = 0 } = counts.get(scope) ?? {}
    return { ...proof, objects, people, ...(lists > 0 ? { lists } : {}) }
  })
}

type Asked = {
  quick: QuickRequest
  /** The database's error behind a fault of the source, which only knows that its question was not answered. */
  whatFailed(): unknown
}

/** What a source may ask of the base, each question in a short transaction of its own. */
async function quickRequest(work: RunWork, base: QuickBase): Promise<Asked> {
  let failure: unknown
  const remembering = <T>(answer: Promise<T>): Promise<T> =>
    answer.catch(error => {
      failure ??= error
      throw error
    })
  const roots = base.proofs.map(proof => proof.root)
  const quick: QuickRequest = {
    watermark: base.watermark,
    base: base.runId,
    known: (async function* () {
      for (const { part } of base.parts)
        yield await remembering(reading(work, tx => readKnownObjects(tx, base.runId, part)))
    })(),
    again: remembering(reading(work, tx => readObjectsToReadAgain(tx, base.runId, roots))),
    naming: (anchors: readonly Anchor[]) =>
      remembering(reading(work, tx => readObjectsNaming(tx, base.runId, anchors))),
  }
  return { quick, whatFailed: () => failure }
}
