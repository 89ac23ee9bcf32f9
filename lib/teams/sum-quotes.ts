import type { Credit, Quote } from '@/lib/settings/team-quote'

/** What several quotes come to; amounts in minor units of the currency (ISO 4217). */
export type QuoteSum = Pick<
  Quote,
  'people' | 'externals' | 'seats' | 'seatsLeft' | 'currency' | 'perMonth' | 'perYear'
> & {
  /** Whether somebody cannot come along; whoever is in several teams would be counted more than once. */
  someNotReady: boolean
  /** All teams are charged on the same day. */
  firstCharge: { amount: number; on: string } | null
  credits: Credit[]
}

/** @param quotes of teams that are brought in together, in their order; the first knows how many seats are left */
export function sumQuotes(quotes: readonly Quote[]): QuoteSum {
  const sum = (of: (quote: Quote) => number) => quotes.reduce((all, quote) => all + of(quote), 0)
  const unpriced = quotes.some(({ perMonth }) => perMonth === null)
  const on = quotes.find(({ firstCharge }) => firstCharge)?.firstCharge?.on ?? null
  return {
    people: sum(({ people }) => people),
    externals: sum(({ externals }) => externals),
    someNotReady: quotes.some(({ notReady }) => notReady > 0),
    seats: sum(({ seats }) => seats),
    seatsLeft: quotes[0]?.seatsLeft ?? null,
    currency: quotes[0]?.currency ?? null,
    perMonth: unpriced ? null : sum(({ perMonth }) => perMonth ?? 0),
    perYear: unpriced ? null : sum(({ perYear }) => perYear ?? 0),
    firstCharge: on === null ? null : { amount: sum(({ firstCharge }) => firstCharge?.amount ?? 0), on },
    credits: quotes.flatMap(({ credit }) => credit ?? []),
  }
}
