import { done, type Outcome, refused } from '@/lib/outcome'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { countTeams, type TeamFilter } from '@/lib/store/teams-list'
import type { TeamDeed } from './moves'
import { proposeTeams, type TeamsProposal, teamsAtOnce } from './propose-teams'

export type TeamsDecision = {
  deed: TeamDeed
  filter: TeamFilter
  /** Of the proposal that the person who confirms has seen. */
  hash: string
  /** Why, or the message to the owners. */
  text: string
  /** What is typed and ticked where it costs money. */
  maySpend: boolean
  number: string
}
/** What became of each team: whatever changed at the last moment is told by name. */
export type Decided = { done: string[]; refused: { id: string; name: string; because: string }[] }

/** The teams with which it may be done, if what was seen is still true. Faults: `too-many-teams`, `teams-changed`, `no-team-ready`. */
export async function agreedTeams(
  tx: OrganizationTransaction,
  { deed, filter, hash }: TeamsDecision,
  now: Date,
): Promise<Outcome<TeamsProposal['ready']>> {
  const teams = await countTeams(tx, filter)
  if (teams > teamsAtOnce) return refused('too-many-teams', { teams, most: teamsAtOnce })
  const proposal = await proposeTeams(tx, deed, filter, now)
  if (proposal.hash !== hash) return refused('teams-changed')
  return proposal.ready.length === 0 ? refused('no-team-ready') : done(proposal.ready)
}
