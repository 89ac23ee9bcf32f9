import { randomUUID } from 'node:crypto'
import { outboxMessage } from '@/lib/notify/message'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { AdministratorRole } from '@/lib/store/administrators'
import { readAdministrator } from '@/lib/store/administrators'
import { acrossOrganizations, type OrganizationTransaction } from '@/lib/store/organization'
import { insertOutbox } from '@/lib/store/outbox'
import {
  answerSpendRequest,
  insertSpendRequest,
  listExpiredSpendRequests,
  readLastSpendRequest,
  type SpendAnswer,
} from '@/lib/store/team-spend-requests'
import type { Team } from '@/lib/store/teams'
import type { Administrator } from './administrator'
import { whyNot } from './moves'
import { readOwnership } from './ownership'
import { readQuote } from './read-quote'
import { reasonFault } from './reason'
import { recordOfTeam, withTeam } from './with-team'

/** A price does not stand for long. */
export const hoursToApprove = 72
const longestMessage = 1_000

export type SpendQuestion = { teamId: string; quoteId: string; approverId: string; message: string }

/**
 * Asks somebody who may spend to bring a team in, for the cost that whoever asks has seen. Nothing is spent by it: the approver
 * is shown what is true then, and commits to that. Faults: `team-unknown`, those of `whyNot`, `price-unknown`, `quote-changed`,
 * `approver-unknown`, `spend-asked-already`, `message-too-long`.
 * @param roles who may spend
 */
export async function askToSpend(
  organizationId: string,
  by: Administrator,
  { teamId, quoteId, approverId, message }: SpendQuestion,
  roles: readonly AdministratorRole[],
  now = new Date(),
): Promise<Outcome<null>> {
  const text = message.trim()
  if (text.length > longestMessage) return refused('message-too-long', { most: longestMessage }, 'message')
  return withTeam(organizationId, teamId, async (tx, team) => {
    const barrier = whyNot('bring-in', team, await readOwnership(tx, teamId))
    if (barrier) return refused(barrier)
    const approver = await readAdministrator(tx, approverId)
    if (!approver || approver.disabled || approver.id === by.id || !roles.includes(approver.role))
      return refused('approver-unknown', {}, 'approverId')
    if ((await readLastSpendRequest(tx, teamId))?.answer === null) return refused('spend-asked-already')
    const quote = await readQuote(tx, team, now)
    if (quote.perMonth === null) return refused('price-unknown')
    if (quote.id !== quoteId) return refused('quote-changed')
    const id = randomUUID()
    const expiresAt = new Date(now.getTime() + hoursToApprove * 3_600_000)
    const asked = { askedBy: by.id, approver: approverId, askedAt: now, expiresAt }
    await insertSpendRequest(tx, { id, teamId, quote, message: text, ...asked })
    await tell(tx, id, 'team-spend')
    await recordOfTeam(tx, { kind: 'administrator', id: by.id }, team, 'team.spend-asked', {
      requestId: id,
      approverId,
    })
    return done(null)
  })
}

/** Says no; whoever asked is told why. Faults: `team-unknown`, `spend-not-open`, those of `reasonFault`. */
export async function declineSpend(
  organizationId: string,
  by: Administrator,
  { teamId, reason }: { teamId: string; reason: string },
  now = new Date(),
): Promise<Outcome<null>> {
  const fault = reasonFault(reason)
  if (fault) return fault
  return withTeam(organizationId, teamId, async (tx, team) => {
    const answer = { answer: 'declined', reason: reason.trim(), answeredBy: by.id, answeredAt: now } as const
    return (await settle(tx, team, answer, 'team.spend-declined')) ? done(null) : refused('spend-not-open')
  })
}

/** Takes the question back. Faults: `team-unknown`, `spend-not-open`. */
export const withdrawSpend = (
  organizationId: string,
  by: Administrator,
  teamId: string,
  now = new Date(),
): Promise<Outcome<null>> =>
  withTeam(organizationId, teamId, async (tx, team) => {
    const answer = { answer: 'withdrawn', reason: null, answeredBy: by.id, answeredAt: now } as const
    return (await settle(tx, team, answer, 'team.spend-withdrawn')) ? done(null) : refused('spend-not-open')
  })

/** What was asked about a team ends with what happened to it, if anything is open. @returns whether something was */
export const endSpendRequest = (
  tx: OrganizationTransaction,
  team: Pick<Team, 'id' | 'name'>,
  answer: 'approved' | 'withdrawn',
  { by, now }: { by: Administrator; now: Date },
): Promise<boolean> =>
  settle(tx, team, { answer, reason: null, answeredBy: by.id, answeredAt: now }, `team.spend-${answer}`)

/** Requests that nobody answered in time are over. */
export async function expireSpendRequests(now = new Date()): Promise<void> {
  const due = await acrossOrganizations('look for spends that nobody approved', tx => listExpiredSpendRequests(tx, now))
  for (const { organizationId, teamId } of due)
    await withTeam(organizationId, teamId, async (tx, team) => {
      const request = await readLastSpendRequest(tx, teamId)
      if (request?.answer !== null || request.expiresAt > now) return done(null)
      const answer = { answer: 'expired', reason: null, answeredBy: null, answeredAt: now } as const
      await settle(tx, team, answer, 'team.spend-expired')
      return done(null)
    })
}

async function settle(
  tx: OrganizationTransaction,
  team: Pick<Team, 'id' | 'name'>,
  answer: SpendAnswer,
  event: string,
): Promise<boolean> {
  const id = await answerSpendRequest(tx, team.id, answer)
  if (id === null) return false
  const actor = answer.answeredBy
    ? ({ kind: 'administrator', id: answer.answeredBy } as const)
    : ({ kind: 'system', id: 'expiry' } as const)
  // Whoever takes a question back need not be told.
  if (answer.answer !== 'withdrawn') await tell(tx, id, 'team-spend-answered')
  await recordOfTeam(tx, actor, team, event, { requestId: id, ...(answer.reason ? { reason: answer.reason } : {}) })
  return true
}

const tell = (tx: OrganizationTransaction, requestId: string, template: 'team-spend' | 'team-spend-answered') =>
  insertOutbox(tx, [outboxMessage(null, 'mail', `mail:${template}:${requestId}`, { template, requestId })])
