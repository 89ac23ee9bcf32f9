'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { adminAction } from '@/lib/access/doors'
import { chooseAlerts } from '@/lib/connectors/choose-alerts'
import { sendTestMail, sendTestRequest } from '@/lib/notify/send-test'

/** Everybody chooses for themselves alone. */
export const saveAlerts = speaking(
  'settings',
  adminAction('enrollment.read', z.object({ preferences: z.unknown() }), ({ preferences }, admin) =>
    chooseAlerts(admin.organizationId, admin.administratorId, preferences),
  ),
)

/** To whoever asks, and to nobody else. */
export const testMail = speaking(
  'settings',
  adminAction('enrollment.read', z.object({}), (_, admin) => sendTestMail(admin.organizationId, admin.administratorId)),
)

/** To the address that the organization's webhook has. */
export const testWebhook = speaking(
  'settings',
  adminAction('enrollment.sync.configure', z.object({}), (_, admin) =>
    sendTestRequest(admin.organizationId, admin.administratorId),
  ),
)
