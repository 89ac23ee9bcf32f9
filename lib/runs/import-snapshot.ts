import { ReadFailure } from '@/lib/directory/read-fault'
import type { ImportRequest } from '@/lib/directory/source'
import { clearAttention, readVersion } from '@/lib/store/connectors'
import { type Run, updateRun } from '@/lib/store/runs'
import { chooseScopes } from './choose-scopes'
import { runFailure } from './fault'
import { hasBegunInSlots, importInSlots } from './import-in-slots'
import { importQuickly, type QuickOutcome } from './import-quickly'
import { receiveImport } from './receive-import'
import { fenced, nowOf, type RunWork, reading } from './run-work'
import { sealImport } from './seal-import'
import type { Slot } from './slot'
import { wantedAttributes, watchedAttributes } from './wanted-attributes'

/**
 * Reads what is below the scopes into staging and seals it: only what changed where that was asked for and can be trusted,
 * otherwise everything. Begins anew when it is resumed, but for what slots have put down.
 */
export async function importSnapshot(work: RunWork, run: Run): Promise<void> {
  const version = await reading(work, tx => readVersion(tx, run.connectorId, run.connectorVersion))
  if (!version) throw runFailure('connector-not-ready')
  const wanted = {
    attributes: wantedAttributes(version.settings),
    lists: version.settings.distributionLists.mode !== 'none',
    watched: watchedAttributes(version.settings),
  }
  const choose = () => chooseScopes(version.settings, work.source, work.signal)
  const { slot } = work
  const isSealed =
    run.quick && !(slot && (await hasBegunInSlots(work))) && (await tryQuickly(work, run, { choose, wanted }))
  if (!isSealed && slot) await importFullyInSlots({ work, run, slot, request: wanted }, choose)
  else if (!isSealed) await importFully(work, { ...wanted, scopes: await choose(), signal: work.signal })
  // A read that could be done is the answer to whatever kept an earlier one from it.
  await fenced(work, tx => clearAttention(tx, run.connectorId))
}

type Asked = {
  choose: () => Promise<ImportRequest['scopes']>
  wanted: Pick<ImportRequest, 'attributes' | 'lists' | 'watched'>
}

/** @returns whether a snapshot is sealed; if not, the run says why everything is read */
async function tryQuickly(work: RunWork, run: Run, { choose, wanted }: Asked): Promise<boolean> {
  const { slot } = work
  const signal = slot ? AbortSignal.any([work.signal, slot.readingTime()]) : work.signal
  const request = { ...wanted, scopes: await choose(), signal }
  const { sealed, because } = await importQuickly(work, run, request).catch(error => orTooSlow(error, slot))
  await fenced(work, tx => updateRun(tx, work.runId, { fullBecause: because }))
  return sealed
}

/** What does not fit into a slot is read in pieces, which only a read of everything can be. */
function orTooSlow(error: unknown, slot: Slot | undefined): QuickOutcome {
  if (!slot || !(error instanceof ReadFailure) || error.fault.code !== 'time-limit') throw error
  return { sealed: false, because: { code: 'full-quick-read-failed', args: { fault: error.fault.code } } }
}

async function importFully(work: RunWork, request: ImportRequest): Promise<void> {
  const fullReadAt = nowOf(work)
  const received = await receiveImport(work, request)
  await sealImport(work, request, received, { method: 'full', baseRunId: null, fullReadAt })
}

/** Its watermark would be the first unit's, from which a quick read of what changed could no more fit into a slot. */
async function importFullyInSlots(...asked: Parameters<typeof importInSlots>): Promise<void> {
  const [{ work }] = asked
  const { startedAt: fullReadAt, ...read } = await importInSlots(...asked)
  await sealImport(work, read, { ...read, watermark: null }, { method: 'full', baseRunId: null, fullReadAt })
}
