/** 100-nanosecond steps between 1601-01-01 and 1970-01-01, both UTC (MS-DTYP 2.3.3). */
const unixEpoch = 116_444_736_000_000_000n
const stepsPerMillisecond = 10_000n
/** MS-ADTS 2.2.1 (accountExpires): both mean that the account never expires. */
const never = new Set([0n, 9_223_372_036_854_775_807n])

/** A moment as a FILETIME. */
export const fileTime = (moment: Date): bigint => BigInt(moment.getTime()) * stepsPerMillisecond + unixEpoch

/**
 * Reads an interval of 64 bits as Active Directory writes it: a decimal text that a JavaScript number cannot hold.
 * @returns steps of 100 ns since 1601, `never`, or `unreadable`
 */
export function readFileTime(text: string): bigint | 'never' | 'unreadable' {
  if (!/^\d{1,19}$/.test(text)) return 'unreadable'
  const steps = BigInt(text)
  return never.has(steps) ? 'never' : steps
}
