import { say } from '@/app/messages/say'
import { day } from '@/app/ui/moment'
import { money } from '@/lib/settings/money'
import type { Credit } from '@/lib/settings/team-quote'
import type { Decided } from '@/lib/teams/agreed-teams'
import type { TeamDeed } from '@/lib/teams/moves'
import type { TeamsProposal } from '@/lib/teams/propose-teams'
import { type QuoteSum, sumQuotes } from '@/lib/teams/sum-quotes'
import { spokenLocale } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'

type Named = { id: string; name: string; email: string; why: string }

/** What somebody sees before they decide about several teams, in words. */
export type TeamsView = {
  hash: string
  teams: number
  facts: { label: string; value: string }[]
  /** What each team costs, where anything does. */
  costs: { id: string; name: string; seats: string; perMonth: string }[]
  /** Why it cannot be done with any of them, though each could be; null = it can. */
  barrier: string | null
  notReady: Named[]
}

export function viewOf(deed: TeamDeed, { hash, ready, notReady }: TeamsProposal): TeamsView {
  const quotes = ready.flatMap(({ quote }) => quote ?? [])
  const sum = deed === 'bring-in' && quotes.length > 0 ? sumQuotes(quotes) : null
  return {
    ...{ hash, teams: ready.length },
    facts: sum ? factsOf(sum) : [],
    costs: ready.flatMap(({ team: { id, name }, quote }) =>
      quote ? [{ id, name, seats: say('number', { value: quote.seats }), perMonth: amount(quote.perMonth, sum) }] : [],
    ),
    barrier: sum ? barrierOf(sum) : null,
    notReady: notReady.map(({ team: { id, name, ownerEmail: email }, because }) => ({
      ...{ id, name, email, why: sentence(because, {}, 'teams') },
    })),
  }
}

const amount = (value: number | null, sum: Pick<QuoteSum, 'currency'> | null): string =>
  value === null || !sum?.currency ? '—' : money(value, sum.currency, spokenLocale())

function factsOf(sum: QuoteSum): TeamsView['facts'] {
  const { people, externals, seats, seatsLeft, firstCharge, credits } = sum
  return [
    { label: say('quote.people'), value: say('teamDeed.people', { people, some: sum.someNotReady ? 'yes' : 'no' }) },
    { label: say('quote.externals'), value: say('teamDeed.externals', { externals }) },
    {
      label: say('quote.seats'),
      value: say('quote.seatsText', { seats, left: seatsLeft ?? 0, limited: seatsLeft === null ? 'no' : 'yes' }),
    },
    { label: say('quote.perMonth'), value: amount(sum.perMonth, sum) },
    { label: say('quote.perYear'), value: amount(sum.perYear, sum) },
    ...(firstCharge
      ? [
          {
            label: say('quote.firstCharge'),
            value: say('quote.chargeOn', {
              amount: amount(firstCharge.amount, sum),
              on: day(new Date(firstCharge.on), 'UTC').text,
            }),
          },
        ]
      : []),
    ...(credits.length > 0 ? [{ label: say('quote.credit'), value: creditsText(credits) }] : []),
  ]
}

const creditsText = (credits: readonly Credit[]): string =>
  credits
    .map(({ amount: value, currency, to }) =>
      say('teamDeed.creditTo', { amount: money(value, currency, spokenLocale()), to }),
    )
    .join(' · ')

function barrierOf({ perMonth, seats, seatsLeft: left }: QuoteSum): string | null {
  if (perMonth === null) return sentence('price-unknown', {}, 'teams')
  return left !== null && seats > left ? sentence('seats-short', { seats, left }, 'teams') : null
}

/** What became of them, in words. */
export type DecidedView = { done: string[]; refused: Named[] }

export const decidedView = ({ done, refused }: Decided): DecidedView => ({
  done,
  refused: refused.map(({ id, name, because }) => ({ id, name, email: '', why: sentence(because, {}, 'teams') })),
})
