const hour = 3_600_000

/** The time since which what has not gone well is no longer waited for. */
export const overdueBefore = (now: Date, hours: number): Date => new Date(now.getTime() - hours * hour)
