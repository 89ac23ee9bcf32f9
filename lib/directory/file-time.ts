const epochDifference = 116_444_736_000_000_000n
const never = 0x7fff_ffff_ffff_ffffn
/** 9999-12-31T23:59:59.999Z: some tools write a time beyond every calendar where they mean never. */
const lastInstant = 253_402_300_799_999n

/**
 * A FILETIME (MS-DTYP 2.3.3: 100 ns since 1601-01-01 UTC) as a Date, in whole milliseconds.
 * For accountExpires (MS-ADA1 2.2) 0 and 2^63-1 mean "never", and so does a time no calendar reaches.
 * @returns null for never
 * @throws RangeError when the text is not a whole number of 64 bits
 */
export function fileTimeToDate(text: string): Date | null {
  if (!/^-?\d{1,20}$/.test(text)) throw new RangeError('This is not a FILETIME')
  const ticks = BigInt(text)
  if (ticks > never || ticks < -never - 1n) throw new RangeError('This FILETIME has more than 64 bits')
  if (ticks <= 0n || ticks === never) return null
  const milliseconds = (ticks - epochDifference) / 10_000n
  return milliseconds > lastInstant ? null : new Date(Number(milliseconds))
}

/** The FILETIME of an instant, as the directory's decimal text. */
export function dateToFileTime(date: Date): string {
  return String(BigInt(date.getTime()) * 10_000n + epochDifference)
}
