/** How long the reader waits, in milliseconds, and how much it takes. */
export type Limits = {
  /** For one address: TCP and TLS together. */
  connect: number
  /** For the answer to Bind and WhoAmI. */
  signIn: number
  /** Between two pieces of an answer. Active Directory gives one page up to 120 seconds (MaxQueryDuration). */
  page: number
  /** For a whole import, and for a whole look-up. */
  read: number
  /** For what somebody waits for at a screen: browsing, resolving, testing. */
  screen: number
  /** Entries per page; Active Directory gives at most 1,000 (MaxPageSize). */
  pageSize: number
  /** The largest message taken, in bytes. */
  message: number
  /** Bytes of answers that may wait to be used before the server has to wait, too. */
  ahead: number
  /** The most bytes taken over one connection. */
  bytes: number
  /** The most entries taken of one scope. */
  entries: number
  /** The most values taken of one attribute, such as the members of a list. */
  values: number
  /** Values of one attribute asked for at once; Active Directory gives at most 1,500 (MaxValRange). */
  valueRange: number
  /** People counted before a count becomes "at least". */
  counted: number
}

export const defaultLimits: Limits = {
  connect: 10_000,
  signIn: 15_000,
  page: 130_000,
  read: 4 * 3_600_000,
  screen: 60_000,
  pageSize: 1_000,
  message: 8 * 1024 * 1024,
  ahead: 4 * 1024 * 1024,
  bytes: 64 * 1024 ** 3,
  entries: 5_000_000,
  values: 1_000_000,
  valueRange: 1_500,
  counted: 50_000,
}
