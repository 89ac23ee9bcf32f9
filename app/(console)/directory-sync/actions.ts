'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { prepareVersion } from '@/lib/connectors/prepare-version'
import { savePrecedence } from '@/lib/connectors/save-precedence'
import type { Anchor } from '@/lib/directory/anchor'
import { approveRun } from '@/lib/runs/approve-run'
import { cancelRun } from '@/lib/runs/cancel-run'
import { choosePlan } from '@/lib/runs/choose-plan'
import { rejectRun } from '@/lib/runs/reject-run'
import { startRevert } from '@/lib/runs/start-revert'
import { startRun } from '@/lib/runs/start-run'

const OfConnector = z.object({ connectorId: z.uuid() })
const OfRun = z.object({ runId: z.uuid() })

/** Stores the draft as a version and works out what it would change. Nothing changes in Messenger. */
export const startPreview = speaking(
  'connectors',
  adminAction('enrollment.sync.run', OfConnector, async ({ connectorId }, admin) => {
    const actor = { kind: 'administrator', id: admin.administratorId } as const
    const prepared = await prepareVersion(admin.organizationId, actor, connectorId)
    if (!prepared.ok) return prepared
    return startRun(admin.organizationId, {
      connectorId,
      kind: 'preview',
      version: prepared.value.version,
      cause: 'manual',
      requestedBy: admin.administratorId,
    })
  }),
)

/** Synchronizes with the live version; the safety limits apply. */
export const startSync = speaking(
  'runs',
  adminAction('enrollment.sync.run', OfConnector, ({ connectorId }, admin) =>
    startRun(admin.organizationId, {
      connectorId,
      kind: 'synchronize',
      cause: 'manual',
      requestedBy: admin.administratorId,
    }),
  ),
)

const anchors = z.array(z.guid().transform(anchor => anchor as Anchor)).max(10_000)
const Choice = z.union([z.strictObject({ only: anchors }), z.strictObject({ without: anchors })])
const Approval = OfRun.extend({
  choice: Choice.optional(),
  planHash: z.string().max(128),
  removals: z.int().min(0),
  reason: z.string().max(2000),
})

/** What a choice of rows would be as a plan: its hash and its numbers. Nothing is decided yet. */
export const chooseOfPlan = speaking(
  'runs',
  adminAction('enrollment.sync.approve', OfRun.extend({ choice: Choice }), (chosen, admin) =>
    choosePlan(admin.organizationId, chosen),
  ),
)

/** Approves exactly the plan that was shown, or what was chosen of it. Answers the run that carries it out. */
export const approvePlan = speaking(
  'runs',
  adminAction('enrollment.sync.approve', Approval, ({ choice, ...approval }, admin) =>
    approveRun(admin.organizationId, {
      ...approval,
      ...(choice ? { choice } : {}),
      approvedBy: admin.administratorId,
    }),
  ),
)

/** Says no to a waiting plan; nothing of it is applied. */
export const rejectPlan = speaking(
  'runs',
  adminAction('enrollment.sync.approve', OfRun.extend({ reason: z.string().max(2000) }), (rejection, admin) =>
    rejectRun(admin.organizationId, { ...rejection, rejectedBy: admin.administratorId }),
  ),
)

/** Plans to take back what a run did; the plan waits for an approval. */
export const revertRun = speaking(
  'runs',
  adminAction('enrollment.sync.run', OfRun, ({ runId }, admin) =>
    startRevert(admin.organizationId, { runId, cause: 'manual', requestedBy: admin.administratorId }),
  ),
)

/** Asks a run to stop after its current batch. */
export const stopRun = speaking(
  'runs',
  adminAction('enrollment.sync.run', OfRun, ({ runId }, admin) =>
    cancelRun(admin.organizationId, { runId, cancelledBy: admin.administratorId }),
  ),
)

/** Whose person somebody is whom several connectors find; without names whoever had them first. */
export const saveOrder = speaking(
  'connectors',
  adminAction('enrollment.sync.configure', z.object({ names: z.array(z.string().max(200)).max(100) }), (input, admin) =>
    savePrecedence(admin.organizationId, { kind: 'administrator', id: admin.administratorId }, input.names),
  ),
)
