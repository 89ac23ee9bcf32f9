import { say } from '@/app/messages/say'
import { Facts } from '@/app/ui/facts'
import { money } from '@/lib/settings/money'
import type { Quote } from '@/lib/settings/team-quote'
import { spokenLocale } from '@/lib/words/language'

/** What a team costs, line by line. */
export function QuoteFacts({ quote }: { quote: Quote }) {
  const { currency, perMonth, perYear, pricePerSeat, credit, seatsLeft } = quote
  const { people, managedAlready, externals, billedAlready } = quote
  const amount = (value: number | null) =>
    value === null || currency === null ? '—' : money(value, currency, spokenLocale())
  return (
    <Facts
      facts={[
        { label: say('quote.people'), value: say('quote.peopleText', { people, managedAlready }) },
        { label: say('quote.externals'), value: say('quote.externalsText', { externals, billedAlready }) },
        {
          label: say('quote.seats'),
          value: say('quote.seatsText', {
            ...{ seats: quote.seats, left: seatsLeft ?? 0, limited: seatsLeft === null ? 'no' : 'yes' },
          }),
        },
        { label: say('quote.price'), value: say('quote.priceText', { price: amount(pricePerSeat) }) },
        { label: say('quote.perMonth'), value: amount(perMonth) },
        {
          label: say('quote.perYear'),
          value: say('quote.perYearText', { amount: amount(perYear), term: quote.billingTerm }),
        },
        ...(credit
          ? [
              {
                label: say('quote.credit'),
                value: say('quote.creditText', {
                  ...{
                    amount: money(credit.amount, credit.currency, spokenLocale()),
                    unused: credit.unusedDays,
                    days: credit.days,
                  },
                  to: credit.to,
                }),
              },
            ]
          : []),
      ]}
    />
  )
}
