import { say } from '@/app/messages/say'
import { Facts } from '@/app/ui/facts'
import { day } from '@/app/ui/moment'
import { money } from '@/lib/settings/money'
import type { FirstCharge, Quote } from '@/lib/settings/team-quote'
import { spokenLocale } from '@/lib/words/language'

/** What a team costs, line by line. */
export function QuoteFacts({ quote }: { quote: Quote }) {
  const { currency, perMonth, perYear, pricePerSeat, firstCharge, credit, seatsLeft } = quote
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
        ...(firstCharge ? [{ label: say('quote.firstCharge'), value: chargeText(firstCharge, amount) }] : []),
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

/** What is charged first, when, and for which days. */
function chargeText(
  { amount: whole, prorated, on, from, until }: FirstCharge,
  amount: (value: number) => string,
): string {
  const [onDay, fromDay, untilDay] = [on, from, until].map(date => day(new Date(date), 'UTC').text)
  return say('quote.firstChargeText', {
    ...{ amount: amount(whole), on: onDay ?? '', from: fromDay ?? '', until: untilDay ?? '' },
    ...{ part: amount(prorated), rest: amount(whole - prorated), whole: whole === prorated ? 'no' : 'yes' },
  })
}
