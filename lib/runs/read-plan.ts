import type { Choice } from '@/lib/store/changes-chosen'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { eachPlanRow } from '@/lib/store/plan-rows'
import { hashingPlan } from '@/lib/sync/plan-hash'

/** A plan as a person approves it: what it is called, how many rows it has, of people and of groups, and how many people lose something. */
export type ReadPlan = { planHash: string; changes: number; removals: number }

/** The rows of a run in this state as a plan: everything that an approval of them covers goes into the hash. */
export async function readPlan(
  tx: OrganizationTransaction,
  runId: string,
  state: 'planned' | 'held',
  choice?: Choice,
): Promise<ReadPlan> {
  const plan = hashingPlan()
  const counted = { changes: 0, removals: 0 }
  await eachPlanRow(tx, { runId, state, choice }, rows => {
    for (const { hash, removes } of rows) {
      plan.add(hash)
      counted.changes += 1
      if (removes) counted.removals += 1
    }
  })
  return { planHash: plan.end(), ...counted }
}
