import { type Choice, readPlanHashes } from '@/lib/store/changes-chosen'
import { readGroupHashes } from '@/lib/store/group-changes'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { planHash } from '@/lib/sync/plan-hash'

/** A plan as a person approves it: what it is called, how many rows it has, of people and of groups, and how many people lose something. */
export type ReadPlan = { planHash: string; changes: number; removals: number }

/** The rows of a run in this state as a plan: everything that an approval of them covers goes into the hash. */
export async function readPlan(
  tx: OrganizationTransaction,
  runId: string,
  state: 'planned' | 'held',
  choice?: Choice,
): Promise<ReadPlan> {
  const { hashes, removals } = await readPlanHashes(tx, runId, state, choice)
  const all = [...hashes, ...(await readGroupHashes(tx, runId, state, choice))]
  return { planHash: planHash(all), changes: all.length, removals }
}
