import * as z from 'zod'
import { ScheduleSettings } from '@/lib/settings/schedule'

/** What the Schedule step asks; the same schema checks it in the browser and on the server. */
export const ScheduleForm = z.object({
  settings: ScheduleSettings,
  timeZone: z.string().min(1, { error: 'time-zone-unknown' }).max(60),
})
