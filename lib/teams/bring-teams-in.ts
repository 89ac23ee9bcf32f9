import { wake } from '@/lib/jobs/wake'
import { done, type Outcome, refused } from '@/lib/outcome'
import { lockSeats } from '@/lib/store/licenses'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import type { Administrator } from './administrator'
import { agreedTeams, type Decided, type TeamsDecision } from './agreed-teams'
import { commitTeam } from './bring-in'
import type { TeamsProposal } from './propose-teams'
import { sumQuotes } from './sum-quotes'

/** Ends the transaction of all, because one of them is no longer what was agreed to. */
class Changed extends Error {}

/**
 * Brings several teams in for exactly the sum that was shown: all of them or none. Faults: those of `agreedTeams`,
 * `spend-not-allowed`, `number-differs`, `price-unknown`, `seats-short`.
 */
export async function bringTeamsIn(
  organizationId: string,
  by: Administrator,
  decision: TeamsDecision,
  now: Date,
): Promise<Outcome<Decided>> {
  const outcome = await inOrganization(organizationId, tx => commitAll(tx, by, decision, now)).catch(error => {
    if (error instanceof Changed) return refused('teams-changed')
    throw error
  })
  if (!outcome.ok) return outcome
  for (const { adoptionId } of outcome.value) await wake({ kind: 'team-adoption', organizationId, adoptionId })
  return done({ done: outcome.value.map(({ teamId }) => teamId), refused: [] })
}

async function commitAll(
  tx: OrganizationTransaction,
  by: Administrator,
  decision: TeamsDecision,
  now: Date,
): Promise<Outcome<{ teamId: string; adoptionId: string }[]>> {
  // Seats first, as where one team is brought in: what is read below stays true until all are.
  await lockSeats(tx)
  const agreed = await agreedTeams(tx, decision, now)
  if (!agreed.ok) return agreed
  const doubt = doubtOf(decision, agreed.value)
  if (doubt) return doubt
  const begun: { teamId: string; adoptionId: string }[] = []
  for (const { team, quote } of agreed.value) {
    if (!quote) throw new Changed()
    const { id: quoteId, perMonth } = quote
    const outcome = await commitTeam(
      tx,
      by,
      { teamId: team.id, quoteId, perMonth, maySpend: true, name: team.name },
      now,
    )
    if (!outcome.ok) throw new Changed()
    begun.push({ teamId: team.id, adoptionId: outcome.value.adoptionId })
  }
  return done(begun)
}

function doubtOf(
  { maySpend, number }: TeamsDecision,
  ready: TeamsProposal['ready'],
): ReturnType<typeof refused> | null {
  if (!maySpend) return refused('spend-not-allowed', {}, 'maySpend')
  if (number.trim() !== String(ready.length)) return refused('number-differs', { teams: ready.length }, 'number')
  const { perMonth, seats, seatsLeft: left } = sumQuotes(ready.flatMap(({ quote }) => quote ?? []))
  if (perMonth === null) return refused('price-unknown')
  return left !== null && seats > left ? refused('seats-short', { seats, left }) : null
}
