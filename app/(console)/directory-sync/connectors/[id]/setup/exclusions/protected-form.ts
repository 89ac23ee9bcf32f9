import type * as z from 'zod'
import { ExclusionSettings } from '@/lib/settings/exclusions'

/** What the Exclusions step asks; the same schema checks it in the browser and on the server. */
export const ProtectedForm = ExclusionSettings.shape.protected
export type ProtectedForm = z.infer<typeof ProtectedForm>
