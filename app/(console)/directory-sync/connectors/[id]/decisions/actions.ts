'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { decideCase } from '@/lib/runs/decide-case'
import { joinChoices } from '@/lib/sync/join-question'

const Decision = z.object({
  connectorId: z.uuid(),
  anchor: z.guid(),
  choice: z.enum(joinChoices),
  accountId: z.uuid().nullable(),
  evidenceHash: z.string().max(128),
  reason: z.string().max(2000),
})

/** Whose account it is, in the words of somebody who knows; the next run does it. */
export const decidePerson = speaking(
  'runs',
  adminAction('enrollment.sync.approve', Decision, (decision, admin) =>
    decideCase(admin.organizationId, { ...decision, decidedBy: admin.administratorId }),
  ),
)
