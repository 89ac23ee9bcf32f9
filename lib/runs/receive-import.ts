import { ReadFailure } from '@/lib/directory/read-fault'
import type { DepartedObject, DirectoryIdentity, ImportEvent, ImportRequest, ScopeProof } from '@/lib/directory/source'
import type { FullReadReason, QuickMethod, Watermark } from '@/lib/directory/watermark'
import { startSnapshot } from '@/lib/store/snapshots'
import { openStaging, type Staging } from '@/lib/store/snapshots-copy'
import { createPartWriter, type PartWriter } from './part-writer'
import { fenced, type RunWork, tellProgress } from './run-work'

/** What an import said beside the objects, which are staged. */
export type Received = {
  identity: DirectoryIdentity | null
  proofs: ScopeProof[]
  watermark: Watermark | null
  /** How a quick import went about it; null when everything was delivered. */
  method: QuickMethod | null
  gone: DepartedObject[]
  /** Why the source wants to be asked for everything. */
  fullReadNeeded: FullReadReason | null
}

type Delivered = Exclude<ImportEvent, { type: 'begun-anew' }>

/**
 * Stages what a source delivers, in place of whatever this run staged before; where the source begins anew, so does the
 * staging. @throws ReadFailure, LeaseLost
 */
export async function receiveImport(work: RunWork, request: ImportRequest): Promise<Received> {
  const staging = await openStaging(work.organizationId, work.runId, work.fence)
  try {
    let { received, parts } = await beginStaging(work, staging)
    try {
      for await (const event of work.source.import(request)) {
        if (event.type !== 'begun-anew') await take(event, received, parts)
        else {
          await parts.flush()
          ;({ received, parts } = await beginStaging(work, staging))
        }
      }
    } finally {
      await parts.flush()
    }
    return received
  } finally {
    await staging.close()
  }
}

async function beginStaging(work: RunWork, staging: Staging): Promise<{ received: Received; parts: PartWriter }> {
  await fenced(work, tx => startSnapshot(tx, work.runId))
  const parts = createPartWriter(async (part, blocks, people) => {
    await staging.stage(part, blocks)
    await tellProgress(work, { done: people, total: null })
    await work.failpoint?.('part-staged')
  })
  const received: Received = {
    ...{ identity: null, proofs: [], watermark: null, method: null, gone: [], fullReadNeeded: null },
  }
  return { received, parts }
}

async function take(event: Delivered, received: Received, parts: PartWriter): Promise<void> {
  switch (event.type) {
    case 'identity':
      received.identity = event.identity
      return
    case 'quick':
      received.method = event.method
      return
    case 'objects':
      return parts.add(event.block)
    case 'gone':
      received.gone.push(...event.objects)
      return
    case 'scope-complete':
      received.proofs[event.scope] = event.proof
      return
    case 'watermark':
      received.watermark = event.watermark
      return
    case 'full-read-needed':
      received.fullReadNeeded = event.because
      return
    case 'scope-incomplete':
      throw new ReadFailure(event.fault)
  }
}
