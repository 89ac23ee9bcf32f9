/** A date and time on the wall, as the milliseconds it would be in UTC. */
export type WallTime = number

const day = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** Whether this name of the IANA database is known here. */
export function isTimeZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    return false
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const numeric = 'numeric'
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  })
  formats.set(zone, format)
  return format
}

/** What the clock on the wall shows. */
export function wallTime(at: number, zone: string): WallTime {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) + (at % 1000)
}

/** `2026-11-26` of a time on the wall. */
export const dateOf = (wall: WallTime): string => new Date(wall).toISOString().slice(0, 10)
/** `04:00` of a time on the wall. */
export const timeOf = (wall: WallTime): string => new Date(wall).toISOString().slice(11, 16)
export const wallOf = (date: string, time: string): WallTime => Date.parse(`${date}T${time}:00Z`)

/** How often a time on the wall occurs: `gap` = never, `fold` = twice. */
export type Occurs = 'once' | 'gap' | 'fold'

/**
 * The moment of a time on the wall: the first of two; for one that does not exist the moment at which clocks go on.
 * @param zone of the IANA database
 */
export function momentOf(wall: WallTime, zone: string): { at: number; occurs: Occurs } {
  const offset = (at: number) => wallTime(at, zone) - at
  // However far a zone is from UTC, its rules of a day before and a day after are those on either side of a change.
  const before = offset(wall - day)
  const after = offset(wall + day)
  const moments = [...new Set([wall - before, wall - after])].filter(at => at + offset(at) === wall)
  if (moments.length > 0) return { at: Math.min(...moments), occurs: moments.length === 1 ? 'once' : 'fold' }
  return { at: changeBetween(wall - after, wall - before, at => offset(at) === after), occurs: 'gap' }
}

/** The first moment in (`low`, `high`] from which on the new rules hold. */
function changeBetween(low: number, high: number, isNew: (at: number) => boolean): number {
  if (high - low <= 1) return high
  const middle = Math.floor((low + high) / 2)
  return isNew(middle) ? changeBetween(low, middle, isNew) : changeBetween(middle, high, isNew)
}

/** False for a day that a zone left out, as those beside the date line did when they changed sides. */
export const hasDate = (date: string, zone: string): boolean => {
  const midnight = wallOf(date, '00:00')
  return momentOf(midnight, zone).at !== momentOf(midnight + day, zone).at
}
