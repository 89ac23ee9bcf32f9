'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import type { Admin } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { startCheckExclusions } from '@/lib/connectors/directory-jobs'
import { IncomingRule } from '@/lib/settings/exclusions'
import { saveExclusionStep } from '../save-exclusion-step'

const Rules = z.object({ connectorId: z.uuid(), incoming: z.array(IncomingRule).max(200) })
const actorOf = (admin: Admin) => ({ kind: 'administrator', id: admin.administratorId }) as const

/** Stores in the draft which directory records are kept out. */
export const saveExclusionRules = speaking(
  'settings',
  adminAction(
    'enrollment.sync.configure',
    Rules.extend({ seen: z.string().max(64).optional() }),
    ({ connectorId, seen, incoming }, admin) =>
      saveExclusionStep(admin, { connectorId, step: 'exclusion-rules', seen }, { incoming }),
  ),
)

/** Counts whom these rules catch in the directory as it is now. */
export const checkExclusionRules = speaking(
  'settings',
  adminAction('enrollment.sync.configure', Rules, ({ connectorId, incoming }, admin) =>
    startCheckExclusions(admin.organizationId, actorOf(admin), connectorId, { incoming }),
  ),
)
