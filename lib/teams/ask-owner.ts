import { randomUUID } from 'node:crypto'
import { outboxMessage } from '@/lib/notify/message'
import { type Outcome, refused } from '@/lib/outcome'
import { insertOutbox } from '@/lib/store/outbox'
import { answerTeamRequest, insertTeamRequest, readLastTeamRequest } from '@/lib/store/team-requests'
import type { Administrator } from './administrator'
import { moveTeam } from './move-team'
import { standingOf } from './standing'

const day = 86_400_000
export const daysToAnswer = 14
const longestMessage = 1_000

/**
 * Asks the team's owner, by mail, whether the organization may manage it. Faults: those of `moveTeam`,
 * `owner-cannot-answer`, `message-too-long`.
 */
export async function askOwner(
  organizationId: string,
  by: Administrator,
  { teamId, message }: { teamId: string; message: string },
  now = new Date(),
): Promise<Outcome<null>> {
  const text = message.trim()
  if (text.length > longestMessage) return refused('message-too-long', { most: longestMessage }, 'message')
  return moveTeam({ organizationId, by, teamId, now }, 'ask-owner', async tx => {
    const id = randomUUID()
    const expiresAt = new Date(now.getTime() + daysToAnswer * day)
    await insertTeamRequest(tx, { id, teamId, message: text, askedBy: by.id, askedAt: now, expiresAt })
    await insertOutbox(tx, [
      outboxMessage(null, 'mail', `mail:team-request:${id}`, { template: 'team-request', requestId: id }),
    ])
    return { to: { management: 'owner-asked' }, event: 'team.owner-asked', details: { requestId: id } }
  })
}

/** Takes the question back; the link in the mail says so from then on. Faults: those of `moveTeam`. */
export const withdrawRequest = (
  organizationId: string,
  by: Administrator,
  teamId: string,
  now = new Date(),
): Promise<Outcome<null>> =>
  moveTeam({ organizationId, by, teamId, now }, 'withdraw', async tx => {
    const request = await readLastTeamRequest(tx, teamId)
    if (request) await answerTeamRequest(tx, request.id, { answer: 'withdrawn', reason: null, answeredAt: now })
    return { to: await standingOf(tx, teamId), event: 'team.request-withdrawn', details: {} }
  })
