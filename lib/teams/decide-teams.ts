import { done, type Outcome } from '@/lib/outcome'
import { inOrganization } from '@/lib/store/organization'
import { readTeams, type Team } from '@/lib/store/teams'
import type { Administrator } from './administrator'
import { agreedTeams, type Decided, type TeamsDecision } from './agreed-teams'
import { askOwner, withdrawRequest } from './ask-owner'
import { bringTeamsIn } from './bring-teams-in'
import { leaveTeamAlone, takeUpTeam } from './leave-alone'
import { activateTeam, suspendTeam, unmanageTeam } from './manage-team'
import type { TeamDeed } from './moves'
import { reasonFault } from './reason'

const withReason: ReadonlySet<TeamDeed> = new Set(['leave-alone', 'suspend', 'unmanage'])

/**
 * Does one thing with all teams that match and are ready, exactly as it was shown. Teams are brought in all or none, because their
 * cost is one sum; of anything else each team is by itself. Faults: `too-many-teams`, `no-team-ready`, `teams-changed`, those
 * of `reasonFault`, and of bringing in `spend-not-allowed`, `number-differs`, `price-unknown`, `seats-short`.
 */
export async function decideTeams(
  organizationId: string,
  by: Administrator,
  decision: TeamsDecision,
  now = new Date(),
): Promise<Outcome<Decided>> {
  const fault = withReason.has(decision.deed) ? reasonFault(decision.text) : null
  if (fault) return fault
  if (decision.deed === 'bring-in') return bringTeamsIn(organizationId, by, decision, now)
  const agreed = await inOrganization(organizationId, tx => agreedTeams(tx, decision, now))
  if (!agreed.ok) return agreed
  const teams = agreed.value.map(({ team }) => team)
  return done(await oneByOne(organizationId, by, decision, teams))
}

/** Takes back what was just done with these teams; whatever went on since is told by name. */
export async function takeBack(
  organizationId: string,
  by: Administrator,
  deed: 'take-up' | 'withdraw',
  teamIds: readonly string[],
): Promise<Decided> {
  const teams = await inOrganization(organizationId, tx => readTeams(tx, teamIds))
  return oneByOne(organizationId, by, { deed, text: '' }, [...teams.values()])
}

async function oneByOne(
  organizationId: string,
  by: Administrator,
  decision: Pick<TeamsDecision, 'deed' | 'text'>,
  teams: readonly Pick<Team, 'id' | 'name'>[],
): Promise<Decided> {
  const decided: Decided = { done: [], refused: [] }
  for (const { id, name } of teams) {
    const outcome = await withOne(organizationId, by, decision, id)
    if (outcome.ok) decided.done.push(id)
    else decided.refused.push({ id, name, because: outcome.faults[0]?.code ?? 'team-moved-on' })
  }
  return decided
}

function withOne(
  organizationId: string,
  by: Administrator,
  { deed, text }: Pick<TeamsDecision, 'deed' | 'text'>,
  teamId: string,
): Promise<Outcome<null>> {
  switch (deed) {
    case 'ask-owner':
      return askOwner(organizationId, by, { teamId, message: text })
    case 'withdraw':
      return withdrawRequest(organizationId, by, teamId)
    case 'leave-alone':
      return leaveTeamAlone(organizationId, by, { teamId, reason: text })
    case 'take-up':
      return takeUpTeam(organizationId, by, teamId)
    case 'suspend':
      return suspendTeam(organizationId, by, { teamId, reason: text })
    case 'activate':
      return activateTeam(organizationId, by, teamId)
    case 'unmanage':
      return unmanageTeam(organizationId, by, { teamId, reason: text })
    case 'bring-in':
      throw new Error('Teams that are brought in together have one sum')
  }
}
