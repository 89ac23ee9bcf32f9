const form = /^(\d{4})(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:(\d\d))?)?(?:[.,](\d{1,9}))?(Z|[+-]\d\d(?:\d\d)?)$/

/**
 * Reads a generalized time (RFC 4517 §3.3.13), such as `20261123012658.0Z` of whenChanged: hours with or without minutes and
 * seconds, a fraction of the last of them, UTC or an offset from it.
 * @returns null for anything else, and for what no calendar has, such as the 30th of February
 */
export function readGeneralizedTime(text: string): Date | null {
  const found = form.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const [h, m, s] = [Number(hour), Number(minute ?? 0), Number(second ?? 0)]
  const midnight = new Date(0)
  // Date.UTC would take the years 0 to 99 for those of the twentieth century.
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  const isOnCalendar = midnight.getUTCMonth() === Number(month) - 1 && midnight.getUTCDate() === Number(day)
  // 60 is the leap second, which falls together with the next one.
  if (!isOnCalendar || h > 23 || m > 59 || s > 60) return null
  const offset = offsetOf(zone ?? 'Z')
  if (offset === null) return null
  const unit = second === undefined ? (minute === undefined ? 3_600_000 : 60_000) : 1_000
  const part = fraction === undefined ? 0 : Math.floor((Number(fraction) / 10 ** fraction.length) * unit)
  return new Date(midnight.getTime() + ((h * 60 + m) * 60 + s) * 1_000 + part - offset)
}

/** Milliseconds east of UTC. */
function offsetOf(zone: string): number | null {
  if (zone === 'Z') return 0
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3) || 0)]
  if (hours > 23 || minutes > 59) return null
  return (hours * 60 + minutes) * 60_000 * (zone.startsWith('-') ? -1 : 1)
}
