/** Seconds that an agent's claim on a job lasts after each message about it; another agent takes over within a minute. */
export const claimSeconds = 30
/** Seconds after which nobody waits for a job any more, unless somebody says so again. */
export const waitedSeconds = 120
/** Seconds without a poll after which an agent is offline: three of the longest polls, and some. */
export const silentSeconds = 90
/** Bytes of parts that may wait to be read, per organization. */
export const mostWaiting = 4 * 1024 * 1024 * 1024
