import * as z from 'zod'
import { IncomingRule } from '@/lib/settings/exclusions'

/** What the Exclusion Rules step asks; the same schema checks it in the browser and on the server. */
export const RulesForm = z.object({ incoming: z.array(IncomingRule) })
export type RulesForm = z.infer<typeof RulesForm>
