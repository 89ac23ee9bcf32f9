import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { wake } from '@/lib/jobs/wake'
import { done, type Outcome, refused } from '@/lib/outcome'
import { money } from '@/lib/settings/money'
import type { Quote } from '@/lib/settings/team-quote'
import { lockSeats } from '@/lib/store/licenses'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { startAdoption } from '@/lib/store/team-adoptions'
import { lockTeam, type Team, updateTeam } from '@/lib/store/teams'
import type { Administrator } from './administrator'
import { whyNot } from './moves'
import { readOwnership } from './ownership'
import { readQuote } from './read-quote'
import { endSpendRequest } from './spend-request'

/** What an administrator agrees to: the quote as it was shown, the spend, and the team by its name. */
export type Agreement = {
  teamId: string
  quoteId: string
  /** As it was shown, so that a refusal can say what changed. */
  perMonth: number | null
  maySpend: boolean
  name: string
}

/**
 * Brings a team in for exactly the cost that was shown. From the commit on everybody in it is on their way (`adoptTeam`), and
 * whoever is outside is paid for. Faults: `team-unknown`, those of `whyNot`, `spend-not-allowed`,
 * `team-name-differs`, `quote-changed`, `quote-price-changed`, `price-unknown`, `seats-short`.
 */
export async function bringTeamIn(
  organizationId: string,
  by: Administrator,
  agreement: Agreement,
  now = new Date(),
): Promise<Outcome<{ adoptionId: string }>> {
  const outcome = await inOrganization(organizationId, tx => commitTeam(tx, by, agreement, now))
  if (outcome.ok) await wake({ kind: 'team-adoption', organizationId, adoptionId: outcome.value.adoptionId })
  return outcome
}

/** The same in a transaction; the adoption is to be woken after its commit. */
export async function commitTeam(
  tx: OrganizationTransaction,
  by: Administrator,
  agreement: Agreement,
  now: Date,
): Promise<Outcome<{ adoptionId: string }>> {
  // Two teams that are brought in at the same moment share members and seats: one after the other.
  await lockSeats(tx)
  const team = await lockTeam(tx, agreement.teamId)
  if (!team) return refused('team-unknown')
  const barrier = whyNot('bring-in', team, await readOwnership(tx, team.id))
  if (barrier) return refused(barrier)
  const quote = await readQuote(tx, team, now)
  const doubt = doubtOf(agreement, team, quote)
  if (doubt) return doubt
  const adoptionId = randomUUID()
  const committed = { committedBy: by.id, committedByName: by.name, committedAt: now }
  await startAdoption(tx, { id: adoptionId, teamId: team.id, quote, ...committed })
  // What is given back is not given back again when the team is brought in a second time.
  const paid = quote.credit ? { paid: null, planType: 'free' as const } : {}
  await updateTeam(tx, team.id, { management: 'moving', managementReason: null, managementAt: now, ...paid })
  await endSpendRequest(tx, team, 'approved', { by, now })
  await recordAudit(tx, {
    actor: { kind: 'administrator', id: by.id },
    event: 'team.brought-in',
    target: { kind: 'team', id: team.id },
    details: { adoptionId, name: team.name, quote },
  })
  return done({ adoptionId })
}

function doubtOf(agreement: Agreement, team: Team, quote: Quote): ReturnType<typeof refused> | null {
  if (!agreement.maySpend) return refused('spend-not-allowed', {}, 'maySpend')
  if (agreement.name.trim() !== team.name.trim()) return refused('team-name-differs', { name: team.name }, 'name')
  if (quote.perMonth === null || quote.currency === null) return refused('price-unknown')
  if (agreement.perMonth !== quote.perMonth) {
    const [from, to] = [agreement.perMonth ?? 0, quote.perMonth].map(amount => money(amount, quote.currency ?? ''))
    return refused('quote-price-changed', { from: from ?? '', to: to ?? '' })
  }
  if (agreement.quoteId !== quote.id) return refused('quote-changed')
  if (quote.seatsLeft !== null && quote.seats > quote.seatsLeft)
    return refused('seats-short', { seats: quote.seats, left: quote.seatsLeft })
  return null
}
