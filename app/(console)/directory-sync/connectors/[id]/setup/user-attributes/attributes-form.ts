import * as z from 'zod'
import { JoiningSettings } from '@/lib/settings/joining'
import { MappingSettings } from '@/lib/settings/mapping'

/** What the User Attributes step asks; the same schema checks it in the browser and on the server. */
export const AttributesForm = z.object({ mapping: MappingSettings, joining: JoiningSettings })
export type AttributesForm = z.infer<typeof AttributesForm>
