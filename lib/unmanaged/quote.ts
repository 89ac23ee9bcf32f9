import { hash } from 'node:crypto'
import type { License } from '@/lib/settings/license'
import type { NotReady } from '@/lib/store/account-readiness'

/** Of whom was chosen: how many of each readiness, with what an administrator should know of the ready ones. */
export type ChosenPeople = {
  ready: number
  notReady: { reason: NotReady; people: number }[]
  /** Of the ready ones: whom no directory has in scope, and whose paid plan ends. */
  outsideDirectory: number
  paidPlans: number
  /** Of those who are to be unmanaged: how many are in managed teams, in how many, and their places there. */
  teamsLeft: { people: number; teams: number; places: number }
  /** Seats that they take already. */
  seatsTaken: number
}
/** What so many seats cost, in the currency's minor unit. */
export type Cost = { perSeat: number; currency: string; monthly: number; term: 'monthly' | 'annual'; perTerm: number }
/** What somebody who confirms has seen, and what is recorded. */
export type Quote = ChosenPeople & {
  /** Seats that are left before; null = nothing is limited. */
  seatsLeft: number | null
  /** Those for whom there is no seat. */
  withoutSeat: number
  /** For the people who get a seat; null = nothing was said about money. */
  cost: Cost | null
  /** SHA-256 of all of it, hexadecimal: a confirmation is of exactly this. */
  hash: string
}

/** The price of so many further seats; null where the billing side named none. */
export function costOf(people: number, { pricePerSeat, currency, billingTerm }: License): Cost | null {
  if (pricePerSeat === null || currency === null) return null
  const monthly = people * pricePerSeat
  return {
    perSeat: pricePerSeat,
    ...{ currency, monthly },
    term: billingTerm,
    perTerm: billingTerm === 'annual' ? monthly * 12 : monthly,
  }
}

/** What it means to bring these people under management. */
export function quoteFor(people: ChosenPeople, license: License, seatsLeft: number | null): Quote {
  const seated = seatsLeft === null ? people.ready : Math.min(people.ready, seatsLeft)
  const quoted = {
    ready: people.ready,
    notReady: [...people.notReady].sort((one, other) => (one.reason < other.reason ? -1 : 1)),
    outsideDirectory: people.outsideDirectory,
    paidPlans: people.paidPlans,
    teamsLeft: people.teamsLeft,
    seatsTaken: people.seatsTaken,
    seatsLeft,
    withoutSeat: people.ready - seated,
    cost: costOf(seated, license),
  }
  return { ...quoted, hash: hash('sha256', JSON.stringify(quoted), 'hex') }
}
