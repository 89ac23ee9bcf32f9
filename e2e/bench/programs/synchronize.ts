import { randomUUID } from 'node:crypto'
import { applyRun } from '@/lib/runs/apply-run'
import { approveRun } from '@/lib/runs/approve-run'
import { importSnapshot } from '@/lib/runs/import-snapshot'
import { planRevert } from '@/lib/runs/plan-revert'
import { planRun } from '@/lib/runs/plan-run'
import { startRevert } from '@/lib/runs/start-revert'
import { startRun } from '@/lib/runs/start-run'
import { ConnectorSettings } from '@/lib/settings/connector'
import { insertConnector, insertVersion, updateConnector } from '@/lib/store/connectors'
import { verifyDomain } from '@/lib/store/domains'
import { acrossOrganizations, inOrganization } from '@/lib/store/organization'
import { createOrganization } from '@/lib/store/organizations'
import { type Run, readRun } from '@/lib/store/runs'
import { claimRun } from '@/lib/store/runs-lease'
import { blockSource } from '../directory/block-source'
import { task, tell, timed } from './own'

/**
 * Carries one run of a company from its blocks to its end, as a worker does, and times each part of it. `preview` makes the
 * company and leaves an approved plan behind, `revert` plans to take a run back and approves that, `approved` carries such
 * a plan out, and `synchronize` is any later run.
 */
type Task = {
  step: 'preview' | 'revert' | 'approved' | 'synchronize'
  blocks: string
  organizationId: string
  connectorId: string
  /** Of `approved`: the run that carries it out. Of `revert`: what is taken back. */
  runId?: string
}
const { step, blocks, organizationId, connectorId, runId = '' } = task<Task>()

if (step === 'preview') await createCompany()
const id = step === 'approved' ? runId : await started(step)
const seconds = await carried(id)
const ended = await read(id)
const isApproved = step === 'preview' || step === 'revert'
tell({ ...seconds, state: ended.state, ...ended.report, runId: isApproved ? await approvalOf(ended) : id })

async function carried(id: string): Promise<{ import: number; plan: number; apply: number }> {
  const run = await inOrganization(organizationId, tx => claimRun(tx, id, 'bench', 36_000))
  if (!run) throw new Error('The run is not free')
  const signal = new AbortController().signal
  const work = { organizationId, runId: id, fence: run.fence, source: blockSource(blocks), signal }
  const isRevert = run.kind === 'revert'
  const imported = await timed(async () => (isRevert ? undefined : importSnapshot(work, run)))
  const planned = await timed(() => (isRevert ? planRevert(work, run) : planRun(work, run)))
  const applied = await timed(async () => {
    const judged = await read(id)
    if (judged.state === 'applying') await applyRun(work, judged)
  })
  return { import: imported, plan: planned, apply: applied }
}

async function createCompany(): Promise<void> {
  await acrossOrganizations('bench', tx => createOrganization(tx, { id: organizationId, name: 'Bench' }))
  const settings = ConnectorSettings.parse({
    connection: {
      hosts: [{ host: 'dc1.bench.example', port: 636 }],
      ...{ security: 'ldaps', ca: null, baseDn: null, userId: 'reader@bench.example' },
    },
    organizationalUnits: { mode: 'all' },
  })
  await inOrganization(organizationId, async tx => {
    await verifyDomain(tx, 'bench.example', 'operator')
    await insertConnector(tx, { id: connectorId, kind: 'cloud', name: 'Bench' })
    await insertVersion(tx, connectorId, { version: 1, settings, author: 'bench' })
    await updateConnector(tx, connectorId, { version: 1, state: 'ready' })
  })
}

async function started(kind: Exclude<Task['step'], 'approved'>): Promise<string> {
  const asked = { cause: 'manual', requestedBy: randomUUID() } as const
  const outcome = await (kind === 'revert'
    ? startRevert(organizationId, { runId, ...asked })
    : startRun(organizationId, { connectorId, kind, ...asked }))
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.value.runId
}

async function approvalOf({ id, planHash, removals }: Run): Promise<string> {
  const outcome = await approveRun(organizationId, {
    ...{ runId: id, planHash: planHash ?? '', removals: removals ?? -1 },
    ...{ reason: 'It is measured', approvedBy: randomUUID() },
  })
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults))
  return outcome.value.runId
}

async function read(id: string): Promise<Run> {
  const run = await inOrganization(organizationId, tx => readRun(tx, id))
  if (!run) throw new Error('There is no such run')
  return run
}
