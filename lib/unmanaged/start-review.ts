import { randomUUID } from 'node:crypto'
import { type AuditEvent, recordAudit } from '@/lib/audit/record'
import { wake } from '@/lib/jobs/wake'
import { type AccountDeed, obstacleTo } from '@/lib/messenger/manage-accounts'
import { done, type Outcome, refused } from '@/lib/outcome'
import { readLicense, seatsOf } from '@/lib/store/licenses'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { countReadiness, listNotReady, type Whom } from '@/lib/store/review-choice'
import { insertReviewJob } from '@/lib/store/review-jobs'
import { countTeamsLeft, listTeamsLeft, type TeamLeft } from '@/lib/store/team-departures'
import { type Quote, quoteFor } from './quote'

/** Who is not ready is named one by one up to here; the counts hold all of them. */
const named = 200

const namedTeams = { teams: 50, names: 5 }

export type Proposal = { quote: Quote; notReady: Awaited<ReturnType<typeof listNotReady>>; teams: TeamLeft[] }

/** What it would mean to do this to whom was chosen, now. */
export function propose(organizationId: string, deed: AccountDeed, whom: Whom): Promise<Proposal> {
  return inOrganization(organizationId, async tx => ({
    quote: await quote(tx, deed, whom),
    notReady: await listNotReady(tx, whom, obstacleTo(deed), named),
    teams: deed === 'unmanage' ? await listTeamsLeft(tx, whom, obstacleTo(deed), namedTeams) : [],
  }))
}

export type StartReview = {
  deed: AccountDeed
  whom: Whom
  /** Of the quote that the person who confirms has seen. */
  quoteHash: string
  /** What is written to the people who are asked. */
  message: string
  actor: AuditEvent['actor']
}

/**
 * Stores the work on everybody who was chosen and is ready, as it was confirmed, and wakes a worker for it.
 * Faults: `quote-changed` (somebody came, left or became managed meanwhile, or the price is another one), `nobody-ready`,
 * `seats-missing` (who of them would get one is not for us to choose).
 */
export async function startReview(organizationId: string, start: StartReview): Promise<Outcome<{ reviewId: string }>> {
  const { deed, whom, quoteHash, message, actor } = start
  const reviewId = randomUUID()
  const outcome = await inOrganization(organizationId, async tx => {
    const quoted = await quote(tx, deed, whom)
    if (quoted.hash !== quoteHash) return refused('quote-changed')
    if (quoted.ready === 0) return refused('nobody-ready')
    if (deed === 'manage' && quoted.withoutSeat > 0) return refused('seats-missing', { people: quoted.withoutSeat })
    const job = { id: reviewId, kind: deed, options: { message }, quote: { ...quoted }, requestedBy: actor.id }
    await insertReviewJob(tx, job, { whom, obstacle: obstacleTo(deed) })
    await recordAudit(tx, {
      actor,
      event: 'review.confirmed',
      target: { kind: 'review', id: reviewId },
      details: { deed, quote: quoted, message },
    })
    return done({ reviewId })
  })
  if (outcome.ok) await wake({ kind: 'review', organizationId, reviewId })
  return outcome
}

const nothingLeft = { people: 0, teams: 0, places: 0 }

/** What it takes to do this to them now. Only management takes seats and costs money; only who is unmanaged leaves managed teams. */
export async function quote(tx: OrganizationTransaction, deed: AccountDeed, whom: Whom): Promise<Quote> {
  const people = {
    ...(await countReadiness(tx, whom, obstacleTo(deed))),
    teamsLeft: deed === 'unmanage' ? await countTeamsLeft(tx, whom, obstacleTo(deed)) : nothingLeft,
  }
  const license = await readLicense(tx)
  const { left } = await seatsOf(tx)
  const isPaid = deed === 'manage' || deed === 'ask'
  return quoteFor(people, isPaid ? license : { ...license, pricePerSeat: null, currency: null }, isPaid ? left : null)
}
