/** When a plan waits for a person (DESIGN §4). Shares are between 0 and 1, of the enabled, linked accounts at the start. */
export const limits = {
  removals: {
    share: 0.05,
    most: 50,
    /** So few people never wait for the share in a run or a window: small companies would approve every leaver. */
    always: 5,
    windowDays: 7,
    windowShare: 0.2,
  },
  scope: {
    share: 0.3,
    /** The share of a scope counts only from this size. */
    from: 10,
    /** All of a scope counts when it had more people than this. */
    allAbove: 3,
  },
  additions: { share: 0.2, from: 50 },
  mail: { share: 0.2, from: 10 },
  name: { share: 0.2, from: 10 },
  /** How much larger than last time the share of people with problems may be. */
  problems: { share: 0.1, from: 10 },
} as const
