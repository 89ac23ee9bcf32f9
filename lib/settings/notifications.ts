import * as z from 'zod'
import type { SettingFault } from './connection'

const fault = (code: SettingFault) => ({ error: code })
/** Plain HTTP only on this machine itself, where nobody listens in. */
const isSafe = (url: URL): boolean =>
  url.username === '' &&
  url.password === '' &&
  (url.protocol === 'https:' ||
    (url.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)))

/**
 * What an organization has the synchronization tell, as far as it is to change: nothing is told unless somebody says so, and
 * what is not named stays as it is.
 */
export const NotificationChanges = z
  .object({
    welcomeMails: z.boolean(),
    farewellMails: z.boolean(),
    webhookUrl: z
      .string()
      .max(2048, fault('webhook-url-invalid'))
      .refine(text => URL.canParse(text) && isSafe(new URL(text)), fault('webhook-url-invalid'))
      .nullable(),
    /** Signs what is sent. null keeps the one that was given for the same address. */
    webhookSecret: z.string().min(32, fault('webhook-secret-short')).max(512).nullable(),
  })
  .partial()
