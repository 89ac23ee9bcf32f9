import * as z from 'zod'

/**
 * What happens to a list or an organizational group that the directory has no more, or that is no longer chosen. `keep`: it goes
 * on as Messenger's own, with everybody in it. `remove-memberships`: without those whom the directory put in. `remove`: it
 * ends, unless something in it was made by hand; then as `remove-memberships`.
 */
export const GoneGroupPolicy = z.enum(['keep', 'remove-memberships', 'remove'])
export type GoneGroupPolicy = z.infer<typeof GoneGroupPolicy>

/** How organizational groups and lists follow the directory. */
export const GroupSettings = z.object({
  goneLists: GoneGroupPolicy.default('keep'),
  goneOrganizationalGroups: GoneGroupPolicy.default('keep'),
  /** Members whom somebody added by hand: they stay, or only the directory's members do. */
  handMadeMembers: z.enum(['keep', 'keep-in-step']).default('keep'),
})
export type GroupSettings = z.infer<typeof GroupSettings>
