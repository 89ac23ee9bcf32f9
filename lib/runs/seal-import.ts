import type { ImportRequest } from '@/lib/directory/source'
import { updateRun } from '@/lib/store/runs'
import { countDamagedParts, type Seal, sealSnapshot } from '@/lib/store/snapshots'
import { runFailure } from './fault'
import type { Received } from './receive-import'
import { fenced, type RunWork } from './run-work'

/** Ends the reading: every scope is proved, every part recounted, and the watermark stands beside the rows it belongs to. */
export async function sealImport(
  work: RunWork,
  { scopes }: Pick<ImportRequest, 'scopes'>,
  { identity, proofs, watermark }: Pick<Received, 'identity' | 'proofs' | 'watermark'>,
  kind: Pick<Seal, 'method' | 'baseRunId' | 'fullReadAt'>,
): Promise<void> {
  const proved = proofs.filter(proof => proof !== undefined)
  if (identity === null || proved.length !== scopes.length) throw runFailure('read-incomplete')
  await fenced(work, async tx => {
    if ((await countDamagedParts(tx, work.runId)) > 0) throw runFailure('snapshot-damaged')
    await sealSnapshot(tx, work.runId, { identity, proofs: proved, watermark, ...kind })
    await updateRun(tx, work.runId, { state: 'planning' })
  })
}
