import { closeCases } from '@/lib/store/join-cases'
import { rememberUnits } from '@/lib/store/known-units'
import type { Run } from '@/lib/store/runs'
import { absentPass } from './absent-pass'
import { beginPlanning } from './begin-planning'
import { decidePass } from './decide-pass'
import { groupPass } from './group-pass'
import { judgePlan } from './judge-plan'
import { managerPass } from './manager-pass'
import { mapPass } from './map-pass'
import { photoPass } from './photo-pass'
import type { Planning } from './planning'
import { fenced, type RunWork, tellProgress } from './run-work'
import { sidPass } from './sid-pass'

/** Makes the plan in three passes and puts it before the gate. Begins anew when it is resumed. */
export async function planRun(work: RunWork, run: Run): Promise<void> {
  const planning = await beginPlanning(work, run)
  const total = planning.snapshot.people
  await tellProgress(work, { done: 0, total })
  await remember(planning)
  await mapPass(planning)
  await managerPass(planning)
  const photos = await photoPass(planning)
  const handedOver = await decidePass(planning)
  await absentPass(planning, handedOver)
  await fenced(work, tx => closeCases(tx, run.connectorId))
  await sidPass(planning)
  const groups = await groupPass(planning)
  await tellProgress(work, { done: total, total })
  await judgePlan(planning, groups, photos)
}

/** A preview shows and remembers nothing: its configuration may never come into use. */
async function remember({ work, run, newUnits }: Planning): Promise<void> {
  if (run.kind !== 'preview') await fenced(work, tx => rememberUnits(tx, run.connectorId, run.id, newUnits.known))
}
