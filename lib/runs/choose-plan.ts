import { done, type Outcome, refused } from '@/lib/outcome'
import { type Choice, readBrokenChoice } from '@/lib/store/changes-chosen'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { type Run, readRun } from '@/lib/store/runs'
import { isPreview, isWaiting } from '@/lib/sync/run-state'
import { type ReadPlan, readPlan } from './read-plan'

/** The state in which the rows of a waiting plan are. */
export const waitingState = (run: Run): 'planned' | 'held' => (isPreview(run) ? 'planned' : 'held')

/**
 * The plan that a choice of rows makes: a plan of its own, with its own hash and number.
 * Faults: `run-not-waiting`, `nothing-chosen`, and `choice-depends` for rows that build on one that was left out.
 */
export function choosePlan(
  organizationId: string,
  { runId, choice }: { runId: string; choice: Choice },
): Promise<Outcome<ReadPlan>> {
  return inOrganization(organizationId, async tx => {
    const run = await readRun(tx, runId)
    return run && isWaiting(run.state) ? readChosenPlan(tx, run, choice) : refused('run-not-waiting')
  })
}

/** As `choosePlan`, inside a transaction. */
export async function readChosenPlan(
  tx: OrganizationTransaction,
  run: Run,
  choice: Choice,
): Promise<Outcome<ReadPlan>> {
  const plan = await readPlan(tx, run.id, waitingState(run), choice)
  if (plan.changes === 0) return refused('nothing-chosen')
  const broken = await readBrokenChoice(tx, run.id, choice, 3)
  if (broken.length > 0) return refused('choice-depends', { people: broken.join(', ') })
  return done(plan)
}
