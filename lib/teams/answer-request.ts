import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import { acrossOrganizations, inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import {
  answerTeamRequest,
  listExpiredTeamRequests,
  readTeamRequest,
  type TeamRequest,
} from '@/lib/store/team-requests'
import { lockTeam, readTeam, type Team, updateTeam } from '@/lib/store/teams'
import { readLinkToken } from '@/lib/vault/signed-link'
import { standingOf } from './standing'

const longestReason = 500

/** Whether a link can still answer, and why not: codes of lib/words/en/teams. */
export type RequestState = 'open' | 'answered' | 'withdrawn' | 'expired' | 'unknown'
export type OpenRequest = { state: 'open'; team: Team; request: TeamRequest; company: string; timeZone: string }

/** What a link in a mail leads to. */
export async function readRequest(
  token: string,
  now = new Date(),
): Promise<OpenRequest | { state: Exclude<RequestState, 'open'> }> {
  const named = readLinkToken('team-request', token)
  if (!named) return { state: 'unknown' }
  return inOrganization(named.organizationId, async tx => {
    const request = await readTeamRequest(tx, named.id)
    const team = request && (await readTeam(tx, request.teamId))
    const organization = await readOrganization(tx)
    if (!request || !team || !organization) return { state: 'unknown' }
    const state = stateOf(request, now)
    return state === 'open'
      ? { state, team, request, company: organization.name, timeZone: organization.timeZone }
      : { state }
  })
}

function stateOf({ answer, expiresAt }: TeamRequest, now: Date): Exclude<RequestState, 'unknown'> {
  if (answer === 'withdrawn' || answer === 'expired') return answer
  if (answer !== null) return 'answered'
  return expiresAt <= now ? 'expired' : 'open'
}

/**
 * The owner's answer; the link answers once. Faults: `request-unknown`, `request-answered`, `request-withdrawn`,
 * `request-expired`, `team-reason-too-long`.
 */
export async function answerRequest(
  { token, accept, reason }: { token: string; accept: boolean; reason: string },
  now = new Date(),
): Promise<Outcome<null>> {
  const named = readLinkToken('team-request', token)
  if (!named) return refused('request-unknown')
  const why = reason.trim()
  if (why.length > longestReason) return refused('team-reason-too-long', { most: longestReason }, 'reason')
  return inOrganization(named.organizationId, async tx => {
    const request = await readTeamRequest(tx, named.id)
    if (!request) return refused('request-unknown')
    // The team first, as everywhere: whoever moves it waits for us, and sees the answer.
    await lockTeam(tx, request.teamId)
    const state = stateOf((await readTeamRequest(tx, request.id)) ?? request, now)
    if (state !== 'open') return refused(`request-${state}`)
    await settle(tx, request, { accept, why, now })
    return done(null)
  })
}

type Settling = { accept: boolean; why: string; now: Date }

async function settle(tx: OrganizationTransaction, request: TeamRequest, { accept, why, now }: Settling) {
  const answer = accept ? 'accepted' : 'declined'
  const reason = why === '' ? null : why
  await answerTeamRequest(tx, request.id, { answer, reason, answeredAt: now })
  await updateTeam(tx, request.teamId, {
    management: accept ? 'approved' : 'declined',
    managementReason: accept ? null : reason,
    managementAt: now,
  })
  await recordAudit(tx, {
    actor: { kind: 'system', id: 'team owner' },
    event: accept ? 'team.owner-accepted' : 'team.owner-declined',
    target: { kind: 'team', id: request.teamId },
    details: { requestId: request.id, ...(reason ? { reason } : {}) },
  })
}

/** Questions that nobody answered in time are over; their teams are to be decided about again. */
export async function expireRequests(now = new Date()): Promise<void> {
  const due = await acrossOrganizations('look for questions that expired', tx => listExpiredTeamRequests(tx, now))
  for (const { organizationId, id } of due)
    await inOrganization(organizationId, async tx => {
      const request = await readTeamRequest(tx, id)
      if (!request) return
      await lockTeam(tx, request.teamId)
      if (!(await answerTeamRequest(tx, id, { answer: 'expired', reason: null, answeredAt: now }))) return
      await updateTeam(tx, request.teamId, { ...(await standingOf(tx, request.teamId)), managementAt: now })
      await recordAudit(tx, {
        actor: { kind: 'system', id: 'expiry' },
        event: 'team.request-expired',
        target: { kind: 'team', id: request.teamId },
        details: { requestId: id },
      })
    })
}
