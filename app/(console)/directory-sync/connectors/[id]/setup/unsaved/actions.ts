'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { timeOfDay } from '@/app/ui/moment'
import { adminAction } from '@/lib/access/doors'
import { savedSteps } from '@/lib/connectors/step-shown'
import { done, refused } from '@/lib/outcome'
import { readConnector } from '@/lib/store/connectors'
import { inOrganization } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { forgetUnsavedStep, keepUnsavedStep } from '@/lib/store/unsaved-steps'

/** Characters of a step as it stands in its form, with room for as many lists as can be chosen one by one. */
const most = 600_000

const Typing = z.object({
  connectorId: z.uuid(),
  step: z.enum(savedSteps),
  /** The values of the form; null = as they are saved, so that there is nothing to keep. */
  values: z.json().nullable(),
  seen: z.string().max(64),
})

/**
 * Keeps what somebody has typed into a step, unchecked, for themselves: whoever leaves or loses the session finds it again.
 * Nothing of the connector's draft changes. @returns when, as a time of the day in the organization's zone
 */
export const keepTyping = speaking(
  'connectors',
  adminAction('enrollment.sync.configure', Typing, async ({ connectorId, step, values, seen }, admin) => {
    if (JSON.stringify(values).length > most) return refused('typing-too-long')
    return inOrganization(admin.organizationId, async tx => {
      const organization = await readOrganization(tx)
      if (!organization || !(await readConnector(tx, connectorId))) return refused('connector-unknown')
      const place = { connectorId, step, administratorId: admin.administratorId }
      if (values === null) {
        await forgetUnsavedStep(tx, place)
        return done(null)
      }
      const keptAt = await keepUnsavedStep(tx, place, { values, seen })
      return done({ at: timeOfDay(keptAt, organization.timeZone) })
    })
  }),
)
