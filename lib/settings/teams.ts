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

export const teamColors = ['blue', 'green', 'violet', 'orange', 'gray'] as const
export const teamVisibilities = ['public', 'private'] as const
/** Who in a team may do something. */
export const teamCircles = ['members', 'administrators', 'owner'] as const

/** What is decided when a team is added; Messenger keeps to it. */
export type TeamSettings = {
  color: (typeof teamColors)[number]
  /** Whether people of the company find it. */
  visibility: (typeof teamVisibilities)[number]
  /** Whether they may ask to join. */
  joinRequests: boolean
  /** Whether people with addresses of other domains may be invited. */
  externals: boolean
  whoInvites: (typeof teamCircles)[number]
  whoCreatesRooms: (typeof teamCircles)[number]
}
export const usualTeamSettings: TeamSettings = {
  ...{ color: 'blue', visibility: 'private', joinRequests: true, externals: false },
  ...{ whoInvites: 'administrators', whoCreatesRooms: 'members' },
}
