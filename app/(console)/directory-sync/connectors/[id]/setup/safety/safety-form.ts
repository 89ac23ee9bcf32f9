import * as z from 'zod'
import { LeavingSettings } from '@/lib/settings/connector'
import { SafetySettings } from '@/lib/settings/safety'

/** What the Safety step asks; the same schema checks it in the browser and on the server. */
export const SafetyForm = z.object({ safety: SafetySettings, leaving: LeavingSettings })
export type SafetyForm = z.infer<typeof SafetyForm>

/** What is recommended, and holds when nobody says otherwise. */
export const recommended = { safety: SafetySettings.parse({}), leaving: LeavingSettings.parse({}) }
