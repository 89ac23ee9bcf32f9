import type { ImportRequest } from '@/lib/directory/source'
import { readVersion } from '@/lib/store/connectors'
import { type Run, updateRun } from '@/lib/store/runs'
import { chooseScopes } from './choose-scopes'
import { runFailure } from './fault'
import { importQuickly } from './import-quickly'
import { receiveImport } from './receive-import'
import { fenced, nowOf, type RunWork, reading } from './run-work'
import { sealImport } from './seal-import'
import { wantedAttributes } from './wanted-attributes'

/**
 * Reads what is below the scopes into staging and seals it: only what changed where that was asked for and can be trusted,
 * otherwise everything. Begins anew when it is resumed.
 */
export async function importSnapshot(work: RunWork, run: Run): Promise<void> {
  const version = await reading(work, tx => readVersion(tx, run.connectorId, run.connectorVersion))
  if (!version) throw runFailure('connector-not-ready')
  const scopes = await chooseScopes(version.settings, work.source, work.signal)
  const request = { scopes, attributes: wantedAttributes(version.settings), signal: work.signal }
  if (!run.quick) return importFully(work, request)
  const { sealed, because } = await importQuickly(work, run, request)
  await fenced(work, tx => updateRun(tx, work.runId, { fullBecause: because }))
  if (!sealed) await importFully(work, request)
}

async function importFully(work: RunWork, request: ImportRequest): Promise<void> {
  const fullReadAt = nowOf(work)
  const received = await receiveImport(work, request)
  await sealImport(work, request, received, { method: 'full', baseRunId: null, fullReadAt })
}
