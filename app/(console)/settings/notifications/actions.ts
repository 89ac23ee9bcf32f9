'use server'

import * as z from 'zod'
import { speaking } from '@/app/forms/answer'
import { may } from '@/lib/access/admin'
import { adminAction } from '@/lib/access/doors'
import { chooseAlerts } from '@/lib/connectors/choose-alerts'
import { chooseLanguage, chooseOwnLanguage } from '@/lib/connectors/choose-languages'
import { changeNotifications } from '@/lib/connectors/save-notifications'
import { sendTestMail, sendTestRequest } from '@/lib/notify/send-test'
import { refused } from '@/lib/outcome'
import { languages } from '@/lib/words/language'

/** Everybody chooses for themselves alone. */
export const saveAlerts = speaking(
  'settings',
  adminAction('enrollment.read', z.object({ preferences: z.unknown() }), ({ preferences }, admin) =>
    chooseAlerts(admin.organizationId, admin.administratorId, preferences),
  ),
)

const Language = z.enum(languages)
const Languages = z.object({ yours: Language, company: Language.nullable() })

/** Everybody for themselves; for the company, whoever may configure. */
export const saveLanguages = speaking(
  'settings',
  adminAction('enrollment.read', Languages, async ({ yours, company }, admin) => {
    const { organizationId, administratorId: id } = admin
    if (company !== null && !may(admin, 'enrollment.sync.configure')) return refused('forbidden')
    if (company !== null) await chooseLanguage(organizationId, { kind: 'administrator', id }, company)
    return chooseOwnLanguage(organizationId, id, yours)
  }),
)

const actorOf = ({ administratorId: id }: { administratorId: string }) => ({ kind: 'administrator' as const, id })
const Mails = z.strictObject({ welcomeMails: z.boolean(), farewellMails: z.boolean() })
/** Their own rules, with a field's path, are those of `NotificationChanges`. */
const Webhook = z.strictObject({ webhookUrl: z.string().nullable(), webhookSecret: z.string().nullable() })

/** Whom runs write to themselves. */
export const saveMails = speaking(
  'settings',
  adminAction('enrollment.sync.configure', z.object({ mails: Mails }), ({ mails }, admin) =>
    changeNotifications(admin.organizationId, actorOf(admin), mails),
  ),
)

/** Which other system is told, and what signs it; without an address none is, and its secret is forgotten. */
export const saveWebhook = speaking(
  'settings',
  adminAction('enrollment.settings.write', z.object({ webhook: Webhook }), ({ webhook }, admin) =>
    changeNotifications(admin.organizationId, actorOf(admin), webhook),
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
