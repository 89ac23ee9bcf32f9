import { createHash } from 'node:crypto'
import { dateOf, wallTime } from '@/lib/schedule/zone'
import type { License } from '@/lib/settings/license'
import type { Credit, Quote } from '@/lib/settings/team-quote'
import type { PaidPlan, PlanType } from '@/lib/settings/teams'
import { firstCharge } from './first-charge'

/** A member as far as money is concerned; `notReady` = why an account cannot come under management. */
export type QuotedMember =
  | { kind: 'account'; emailKey: string; managed: boolean; notReady: string | null }
  | { kind: 'external'; emailKey: string; billed: boolean }

export type QuoteFacts = {
  team: { id: string; name: string; ownerEmail: string; planType: PlanType; paid: PaidPlan | null }
  members: readonly QuotedMember[]
  license: License
  /** null = as many as anybody needs. */
  seatsLeft: number | null
  /** IANA name: on whose calendar the first charge falls. */
  timeZone: string
}

const day = 86_400_000

/** What bringing this team in costs now. Whoever takes a seat already takes no second one. */
export function quoteOf({ team, members, license, seatsLeft, timeZone }: QuoteFacts, now: Date): Quote {
  const seen = new Set<string>()
  const each = members.filter(({ emailKey }) => !seen.has(emailKey) && seen.add(emailKey))
  const accounts = each.filter(member => member.kind === 'account')
  const outside = each.filter(member => member.kind === 'external')
  const people = accounts.filter(({ managed, notReady }) => !managed && notReady === null).length
  const externals = outside.filter(({ billed }) => !billed).length
  const seats = people + externals
  const { pricePerSeat, currency, billingTerm } = license
  const perMonth = pricePerSeat === null ? null : seats * pricePerSeat
  const contents = {
    teamId: team.id,
    people,
    externals,
    managedAlready: accounts.filter(({ managed }) => managed).length,
    billedAlready: outside.length - externals,
    notReady: accounts.filter(({ managed, notReady }) => !managed && notReady !== null).length,
    seats,
    ...{ pricePerSeat, currency, billingTerm },
    perMonth,
    perYear: perMonth === null ? null : perMonth * 12,
    firstCharge: perMonth === null ? null : firstCharge(perMonth, license, dateOf(wallTime(now.getTime(), timeZone))),
    credit: team.planType === 'premium' && team.paid ? creditOf(team.paid, team.ownerEmail, now) : null,
    contractUntil: team.planType === 'premium-subscription' ? (team.paid?.until ?? null) : null,
  }
  return { id: idOf(contents), seatsLeft, ...contents }
}

/**
 * What several teams cost that are brought in together, in this order: whoever comes along with one of them takes no second seat
 * with the next.
 */
export function quotesOf(
  teams: readonly Pick<QuoteFacts, 'team' | 'members'>[],
  facts: Omit<QuoteFacts, 'team' | 'members'>,
  now: Date,
): Quote[] {
  const along = new Set<string>()
  let { seatsLeft } = facts
  return teams.map(({ team, members }) => {
    const standing = members.map(member => (along.has(member.emailKey) ? seated(member) : member))
    const quote = quoteOf({ ...facts, team, members: standing, seatsLeft }, now)
    for (const member of members) if (comesAlong(member)) along.add(member.emailKey)
    seatsLeft = seatsLeft === null ? null : Math.max(0, seatsLeft - quote.seats)
    return quote
  })
}

const comesAlong = (member: QuotedMember): boolean => member.kind === 'external' || member.notReady === null
const seated = (member: QuotedMember): QuotedMember =>
  member.kind === 'external' ? { ...member, billed: true } : { ...member, managed: true }

/** The whole days that were paid for and are still to come, of all that were paid for; never more than was paid. */
function creditOf({ from, until, amount, currency }: PaidPlan, to: string, now: Date): Credit | null {
  const days = Math.round((Date.parse(until) - Date.parse(from)) / day)
  const unusedDays = Math.min(days, Math.floor((Date.parse(until) - now.getTime()) / day))
  if (days <= 0 || unusedDays <= 0) return null
  return { amount: Math.floor((amount * unusedDays) / days), currency, unusedDays, days, to }
}

const idOf = (contents: object): string =>
  createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 16)
