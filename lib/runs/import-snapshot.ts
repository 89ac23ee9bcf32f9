import { ReadFailure } from '@/lib/directory/read-fault'
import type { DirectoryIdentity, ImportEvent, ScopeProof } from '@/lib/directory/source'
import { readVersion } from '@/lib/store/connectors'
import { type Run, updateRun } from '@/lib/store/runs'
import { countDamagedParts, sealSnapshot, startSnapshot } from '@/lib/store/snapshots'
import { openStaging, type Staging } from '@/lib/store/snapshots-copy'
import { chooseScopes } from './choose-scopes'
import { runFailure } from './fault'
import { createPartWriter, type PartWriter } from './part-writer'
import { fenced, type RunWork, reading, tellProgress } from './run-work'
import { wantedAttributes } from './wanted-attributes'

/** Reads everything below the scopes into staging and seals it. Begins anew when it is resumed. */
export async function importSnapshot(work: RunWork, run: Run): Promise<void> {
  await fenced(work, tx => startSnapshot(tx, work.runId))
  const version = await reading(work, tx => readVersion(tx, run.connectorId, run.connectorVersion))
  if (!version) throw runFailure('connector-not-ready')
  const scopes = await chooseScopes(version.settings, work.source, work.signal)
  const request = { scopes, attributes: wantedAttributes(version.settings), signal: work.signal }
  const staging = await openStaging(work.organizationId, work.runId, work.fence)
  const read = await receive(work, staging, work.source.import(request)).finally(() => staging.close())
  await seal(work, scopes.length, read)
}

type Read = { identity: DirectoryIdentity | null; proofs: ScopeProof[] }

async function receive(work: RunWork, staging: Staging, events: AsyncIterable<ImportEvent>): Promise<Read> {
  const read: Read = { identity: null, proofs: [] }
  const parts = createPartWriter(async (part, blocks, people) => {
    await staging.stage(part, blocks)
    await tellProgress(work, { done: people, total: null })
    await work.failpoint?.('part-staged')
  })
  try {
    for await (const event of events) await take(event, read, parts)
  } finally {
    await parts.flush()
  }
  return read
}

async function take(event: ImportEvent, read: Read, parts: PartWriter): Promise<void> {
  switch (event.type) {
    case 'identity':
      read.identity = event.identity
      return
    case 'objects':
      return parts.add(event.block)
    case 'scope-complete':
      read.proofs[event.scope] = event.proof
      return
    case 'scope-incomplete':
      throw new ReadFailure(event.fault)
  }
}

async function seal(work: RunWork, scopes: number, { identity, proofs }: Read): Promise<void> {
  const proved = proofs.filter(proof => proof !== undefined)
  if (identity === null || proved.length !== scopes) throw runFailure('read-incomplete')
  await fenced(work, async tx => {
    if ((await countDamagedParts(tx, work.runId)) > 0) throw runFailure('snapshot-damaged')
    await sealSnapshot(tx, work.runId, { identity, proofs: proved })
    await updateRun(tx, work.runId, { state: 'planning' })
  })
}
