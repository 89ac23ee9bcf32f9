import * as z from 'zod'
import { goneGroupPolicies } from './choices'

export const GoneGroupPolicy = z.enum(goneGroupPolicies)
export type GoneGroupPolicy = z.infer<typeof GoneGroupPolicy>

/** How organizational groups and lists follow the directory. */
export const GroupSettings = z.object({
  goneLists: GoneGroupPolicy.default('keep'),
  goneOrganizationalGroups: GoneGroupPolicy.default('keep'),
  /** Members whom somebody added by hand: they stay, or only the directory's members do. */
  handMadeMembers: z.enum(['keep', 'keep-in-step']).default('keep'),
})
export type GroupSettings = z.infer<typeof GroupSettings>
