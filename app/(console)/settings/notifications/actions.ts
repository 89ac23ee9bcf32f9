'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { chooseAlerts } from '@/lib/connectors/choose-alerts'

/** Everybody chooses for themselves alone. */
export const saveAlerts = speaking(
  'settings',
  adminAction('enrollment.read', z.object({ preferences: z.unknown() }), ({ preferences }, admin) =>
    chooseAlerts(admin.organizationId, admin.administratorId, preferences),
  ),
)
