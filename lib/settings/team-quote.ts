import type { License } from './license'

/** Part of a paid plan that nobody will use, given back to whoever paid; days are whole. */
export type Credit = { amount: number; currency: string; unusedDays: number; days: number; to: string }

/**
 * What is charged first and on which day (`on`, on the organization's calendar): `prorated` for the days from `from` to `until`,
 * and the rest for the whole period after them.
 */
export type FirstCharge = { amount: number; prorated: number; on: string; from: string; until: string }

/** What bringing a team in costs, and for whom; amounts in minor units of the currency (ISO 4217). */
export type Quote = {
  /** Hash of all that is agreed to: everything but the seats that are left, which others use meanwhile. */
  id: string
  teamId: string
  /** Members who become managed, externals who are billed from then on; each takes a seat. */
  people: number
  externals: number
  /** Those who take a seat already, and accounts that cannot come along. */
  managedAlready: number
  billedAlready: number
  notReady: number
  seats: number
  /** null = as many as anybody needs. */
  seatsLeft: number | null
  pricePerSeat: number | null
  currency: string | null
  billingTerm: License['billingTerm']
  /** null = nobody said what a seat costs. */
  perMonth: number | null
  perYear: number | null
  /** null = nothing is charged, or nobody said what a seat costs. */
  firstCharge: FirstCharge | null
  /** null = there is nothing to give back. */
  credit: Credit | null
  /** A sales contract goes on until then; it is not ended by bringing its team in. */
  contractUntil: string | null
}
