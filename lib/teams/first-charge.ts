import type { License } from '@/lib/settings/license'
import type { FirstCharge } from '@/lib/settings/team-quote'

const day = 86_400_000
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/**
 * What further seats cost first. Billed monthly, they are charged with the next month: the days that are left of this one, today
 * included, and the whole next one. Billed yearly, they are charged today: until the day before the renewal, or for a whole
 * year where none is known.
 * @param perMonth in minor units of the currency (ISO 4217)
 * @param today the day on the organization's calendar, `2026-11-26`
 * @returns null when nothing is charged
 */
export function firstCharge(
  perMonth: number,
  { billingTerm, renewsOn }: Pick<License, 'billingTerm' | 'renewsOn'>,
  today: string,
): FirstCharge | null {
  if (perMonth === 0) return null
  return billingTerm === 'monthly' ? withNextMonth(perMonth, today) : untilRenewal(perMonth * 12, renewsOn, today)
}

function withNextMonth(perMonth: number, today: string): FirstCharge {
  const from = Date.parse(today)
  const [year, month] = [new Date(from).getUTCFullYear(), new Date(from).getUTCMonth()]
  const next = Date.UTC(year, month + 1, 1)
  const prorated = partOf(perMonth, next - from, next - Date.UTC(year, month, 1))
  return { amount: prorated + perMonth, prorated, on: dateOf(next), from: today, until: dateOf(next - day) }
}

function untilRenewal(perYear: number, renewsOn: string | null, today: string): FirstCharge {
  const from = Date.parse(today)
  const renewal = renewsOn === null || Date.parse(renewsOn) <= from ? yearAfter(from) : nextRenewal(renewsOn, from)
  const amount = partOf(perYear, renewal - from, renewal - yearAfter(renewal, -1))
  return { amount, prorated: amount, on: today, from: today, until: dateOf(renewal - day) }
}

/** A renewal further away than a year is not the next one. */
function nextRenewal(renewsOn: string, from: number): number {
  let renewal = Date.parse(renewsOn)
  while (yearAfter(renewal, -1) > from) renewal = yearAfter(renewal, -1)
  return renewal
}

function yearAfter(at: number, years = 1): number {
  const date = new Date(at)
  return Date.UTC(date.getUTCFullYear() + years, date.getUTCMonth(), date.getUTCDate())
}

const partOf = (amount: number, part: number, whole: number): number => Math.round((amount * part) / whole)
