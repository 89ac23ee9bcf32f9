/** 100-nanosecond steps between 1601-01-01 and 1970-01-01, both UTC. */
const unixEpoch = 116_444_736_000_000_000n
const stepsPerMillisecond = 10_000n
const largest = 0x7fff_ffff_ffff_ffffn
/** 9999-12-31T23:59:59.999Z: some tools write a time beyond every calendar where they mean never. */
const lastInstant = 253_402_300_799_999n

/** A moment as a FILETIME (MS-DTYP 2.3.3): steps of 100 ns since 1601-01-01 UTC, more than a JavaScript number holds. */
export const fileTimeOf = (moment: Date): bigint => BigInt(moment.getTime()) * stepsPerMillisecond + unixEpoch

/**
 * Reads an attribute that holds a FILETIME, as decimal text. In accountExpires (MS-ADA1 2.2) 0 and 2^63-1 mean that it never
 * comes, and so does a time that no calendar reaches.
 */
export function readFileTime(text: string): bigint | 'never' | 'unreadable' {
  if (!/^\d{1,19}$/.test(text)) return 'unreadable'
  const steps = BigInt(text)
  if (steps > largest) return 'unreadable'
  return steps === 0n || (steps - unixEpoch) / stepsPerMillisecond > lastInstant ? 'never' : steps
}

/** The moment of a FILETIME in whole milliseconds, counted down; for what can be shown on a calendar. */
export const dateOfFileTime = (steps: bigint): Date => new Date(Number(dividedDown(steps - unixEpoch)))

/** Division of bigints goes towards zero; before 1970 that would be up. */
function dividedDown(steps: bigint): bigint {
  const milliseconds = steps / stepsPerMillisecond
  return milliseconds * stepsPerMillisecond > steps ? milliseconds - 1n : milliseconds
}
