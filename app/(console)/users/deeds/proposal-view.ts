import { say } from '@/app/messages/say'
import type { AccountDeed } from '@/lib/messenger/manage-accounts'
import { money } from '@/lib/settings/money'
import type { Quote } from '@/lib/unmanaged/quote'
import type { Proposal } from '@/lib/unmanaged/start-review'
import { spokenLocale } from '@/lib/words/language'
import { sentence } from '@/lib/words/words'

/** What somebody sees before they confirm, in words. */
export type ProposalView = {
  hash: string
  people: number
  facts: { label: string; value: string }[]
  warnings: string[]
  notReady: { id: string; name: string; email: string; why: string }[]
  /** How many of them are not named. */
  further: number
  /** Why it cannot be confirmed. */
  blocked: string | null
  /** Whether confirming commits money. */
  paid: boolean
}

export function viewOf(deed: AccountDeed, { quote, notReady, teams }: Proposal): ProposalView {
  const all = quote.notReady.reduce((sum, { people }) => sum + people, 0)
  const isPaid = deed === 'manage' || deed === 'ask'
  return {
    hash: quote.hash,
    people: quote.ready,
    facts: isPaid ? factsOf(deed, quote) : deed === 'unmanage' ? leavingFacts(quote, teams) : [],
    warnings: isPaid ? warningsOf(deed, quote) : [],
    blocked:
      deed === 'manage' && quote.withoutSeat > 0
        ? say('deed.blocked', { people: quote.withoutSeat, left: quote.seatsLeft ?? 0 })
        : null,
    notReady: notReady.map(({ reason, ...person }) => ({ ...person, why: sentence(reason, {}, 'review') })),
    further: all - notReady.length,
    paid: isPaid && quote.cost !== null && quote.cost.monthly > 0,
  }
}

const leavingFacts = ({ ready, seatsTaken, teamsLeft }: Quote, teams: Proposal['teams']): ProposalView['facts'] => [
  { label: say('deed.people'), value: say('number', { value: ready }) },
  { label: say('deed.seatsFreed'), value: say('number', { value: seatsTaken }) },
  ...teamFacts(teamsLeft, teams),
]

function factsOf(deed: 'manage' | 'ask', { ready, seatsLeft, withoutSeat, cost }: Quote): ProposalView['facts'] {
  const seats =
    seatsLeft === null
      ? say('deed.seatsUnlimited')
      : say('deed.seatsAfter', { left: seatsLeft, after: seatsLeft - (ready - withoutSeat) })
  return [
    { label: say('deed.people'), value: say('number', { value: ready }) },
    { label: say('deed.seats'), value: seats },
    { label: say(deed === 'ask' ? 'deed.costIfAll' : 'deed.cost'), value: costText(cost, ready - withoutSeat) },
    { label: say('deed.mail'), value: say(deed === 'ask' ? 'deed.asked' : 'deed.mailed', { people: ready }) },
  ]
}

/** The managed teams that are left with the management, each with who leaves it. */
function teamFacts({ people, teams: all }: Quote['teamsLeft'], named: Proposal['teams']): ProposalView['facts'] {
  if (all === 0) return []
  const more = all - named.length
  return [
    { label: say('deed.teamsLeft'), value: say('deed.teamsLeftText', { people, teams: all }) },
    ...named.map(({ name, names, people: leaving, losesOwner }) => ({
      label: name,
      value: say('deed.leaving', {
        ...{ names: names.join(', '), more: leaving - names.length },
        owner: losesOwner ? 'yes' : 'no',
      }),
    })),
    ...(more > 0 ? [{ label: say('deed.moreTeams'), value: say('number', { value: more }) }] : []),
  ]
}

/** What so many seats cost, in words; the same before it is confirmed and afterwards. */
export function costText(cost: Quote['cost'], seats: number): string {
  if (cost === null) return say('deed.noPrice')
  const amounts = {
    monthly: money(cost.monthly, cost.currency, spokenLocale()),
    perTerm: money(cost.perTerm, cost.currency, spokenLocale()),
    price: money(cost.perSeat, cost.currency, spokenLocale()),
  }
  return say(cost.term === 'annual' ? 'deed.costTerm' : 'deed.costOf', { ...amounts, seats })
}

const warningsOf = (deed: AccountDeed, { withoutSeat, outsideDirectory, paidPlans }: Quote): string[] => [
  ...(withoutSeat > 0 && deed === 'ask' ? [say('deed.withoutSeat', { people: withoutSeat })] : []),
  ...(outsideDirectory > 0 ? [say('deed.outside', { people: outsideDirectory })] : []),
  ...(paidPlans > 0 ? [say('deed.paidPlans', { people: paidPlans })] : []),
]
