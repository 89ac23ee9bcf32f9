/**
 * How a team of Messenger pays: not at all, by a plan of its own, or by a sales contract for a fixed number of people.
 * `unknown`: it stands in another Messenger, which does not say.
 */
export const planTypes = ['free', 'premium', 'premium-subscription', 'unknown'] as const
export type PlanType = (typeof planTypes)[number]

/** What Messenger itself says of a team. `gone`: it stood in another Messenger, which has it no more. */
export const teamStatuses = ['active', 'suspended', 'gone'] as const
export type TeamStatus = (typeof teamStatuses)[number]

/**
 * How far a team is on its way under management. `found`: nobody decided anything. `owner-asked`: a mail waits for its owner's
 * answer, which is `approved` or `declined`. `moving`: it was brought in and its members follow. `left-alone`: an administrator
 * decided that it stays outside.
 */
export const teamManagements = [
  'found',
  'owner-asked',
  'approved',
  'declined',
  'moving',
  'managed',
  'left-alone',
] as const
export type TeamManagement = (typeof teamManagements)[number]

export const teamRoles = ['owner', 'administrator', 'member'] as const
export type TeamRole = (typeof teamRoles)[number]

/** What a paid plan was paid for, and until when; amounts in minor units of the currency (ISO 4217). */
export type PaidPlan = { from: string; until: string; amount: number; currency: string }
