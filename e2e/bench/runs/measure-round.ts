import { randomUUID } from 'node:crypto'
import { env } from '@/lib/env'
import { workerOptions } from '@/lib/launch/worker-options'
import type { Delivered } from '../checksum'
import { type Measured, measureOwn } from '../measure'
import { bareTable, forgetOrganizations, makeBareTable, writeAccounts } from './accounts'
import { deliveredAccounts } from './accounts-sum'
import type { RunBench } from './run-bench'

/** One thing that was done and measured: its parts' seconds stand in `facts`, and what it left behind was looked at. */
export type Sample = Measured & { delivered: Delivered }
/** As whom PostgreSQL was asked: as portal and worker do, or as the owner, whom row-level security does not concern. */
export type Side = 'restricted' | 'owner'
type Runs = Record<'preview' | 'first' | 'unchanged' | 'changed' | 'revertPlan' | 'reverted', Sample> & {
  /** Pages of the first run's rows; `page` and `row` in the facts are the 95th percentile of the requests. */
  lists: Sample
  /** Pages of the people whom the first run added, each with the number of all who match; measured alike. */
  people: Sample
}
export type Round = {
  /** INSERT … ON CONFLICT of the accounts that the first run made, and again as they are after the changes. */
  upsert: Sample
  upsertChanged: Sample
  runs: Record<Side, Runs>
}
export type BlockFiles = { same: string; changed: string }

/** Everything once, one after the other, so that a busy minute of the machine is everybody's. */
export async function measureRound(bench: RunBench, blocks: BlockFiles): Promise<Round> {
  const restricted = await measureRuns(bench, blocks, 'restricted', [fileOf(bench, 'first'), fileOf(bench, 'changed')])
  await makeBareTable(bench.database)
  const upsert = await upsertOnce(bench, fileOf(bench, 'first'))
  const upsertChanged = await upsertOnce(bench, fileOf(bench, 'changed'))
  const owner = await measureRuns(bench, blocks, 'owner')
  return { upsert, upsertChanged, runs: { restricted, owner } }
}

const fileOf = ({ folder }: RunBench, name: string) => `${folder}/accounts-${name}.jsonl`

/** A company from its first preview on: approved and carried out, read again unchanged, read again with changes, and taken back. */
async function measureRuns(
  bench: RunBench,
  blocks: BlockFiles,
  side: Side,
  [afterFirst, afterChanges]: readonly string[] = [],
): Promise<Runs> {
  await forgetOrganizations(bench.database)
  const company = { organizationId: randomUUID(), connectorId: randomUUID() }
  const carry = (step: string, file: string, runId?: unknown) =>
    carryRun(bench, side, { step, blocks: file, runId, ...company })
  const preview = await carry('preview', blocks.same)
  const first = await carry('approved', blocks.same, preview.facts.runId)
  const lists = await lookThrough(bench, side, company.organizationId, first.facts.runId)
  const people = await lookThroughPeople(bench, side, company.organizationId, first.facts.runId)
  if (afterFirst) await writeAccounts(bench.database, afterFirst)
  const unchanged = await carry('synchronize', blocks.same)
  const changed = await carry('synchronize', blocks.changed)
  if (afterChanges) await writeAccounts(bench.database, afterChanges)
  const revertPlan = await carry('revert', blocks.same, first.facts.runId)
  const reverted = await carry('approved', blocks.same, revertPlan.facts.runId)
  return { preview, first, unchanged, changed, revertPlan, reverted, lists, people }
}

const requests = 200

async function lookThrough(
  { database, program }: RunBench,
  side: Side,
  organizationId: string,
  runId: unknown,
): Promise<Sample> {
  // As autovacuum does it within a minute of a first run; so below.
  await database.sql`vacuum analyze changes`
  const measured = await measureOwn(
    program('list-changes'),
    { organizationId, runId, requests },
    { env: environmentOf(database, side) },
  )
  const { all, added, page } = measured.facts
  return { ...measured, seconds: Number(page), delivered: { people: Number(all), checksum: String(added) } }
}

async function lookThroughPeople(
  { database, program }: RunBench,
  side: Side,
  organizationId: string,
  runId: unknown,
): Promise<Sample> {
  await database.sql`vacuum analyze accounts`
  const asked = { organizationId, runId, requests }
  const measured = await measureOwn(program('list-people'), asked, { env: environmentOf(database, side) })
  const { people, page } = measured.facts
  return { ...measured, seconds: Number(page), delivered: { people: Number(people), checksum: '' } }
}

const environmentOf = (database: RunBench['database'], side: Side) => ({
  DATABASE_URL: side === 'owner' ? database.ownerUrl : database.portalUrl,
  ENROLLMENT_SECRET: database.secret,
  LOG_LEVEL: 'error',
})

export async function carryRun({ database, program }: RunBench, side: Side, task: object): Promise<Sample> {
  await database.sql`checkpoint`
  const measured = await measureOwn(program('synchronize'), task, {
    env: environmentOf(database, side),
    nodeOptions: workerOptions(env().ENROLLMENT_WORKER_MEMORY),
  })
  const { import: imported, plan, apply } = measured.facts
  const seconds = Number(imported) + Number(plan) + Number(apply)
  return { ...measured, seconds, delivered: await deliveredAccounts(database, 'accounts') }
}

async function upsertOnce({ database, program }: RunBench, file: string): Promise<Sample> {
  await database.sql`checkpoint`
  const task = { url: database.ownerUrl, file, table: bareTable, batch: 1_000 }
  const measured = await measureOwn(program('upsert'), task)
  return { ...measured, delivered: await deliveredAccounts(database, bareTable) }
}
