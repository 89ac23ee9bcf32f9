import type { TeamOwner } from '@/lib/store/team-members'
import type { Team } from '@/lib/store/teams'

/**
 * Whose the team's owner is: the organization's, the organization's no longer (nobody can be asked), or somebody else's.
 * `unknown`: the team stands in another Messenger of the organization, which does not say.
 */
export type Ownership = 'ours' | 'left' | 'outside' | 'unknown'
export type TeamMove = 'ask-owner' | 'withdraw' | 'bring-in' | 'leave-alone' | 'take-up'

const moves: Record<Team['management'], readonly TeamMove[]> = {
  found: ['ask-owner', 'bring-in', 'leave-alone'],
  'owner-asked': ['withdraw'],
  approved: ['bring-in', 'leave-alone'],
  declined: ['ask-owner', 'leave-alone'],
  moving: [],
  managed: [],
  'left-alone': ['take-up'],
}

/** Why a move is not possible where the team stands, whoever owns it. */
const standing: Record<Team['management'], string> = {
  found: 'team-undecided',
  'owner-asked': 'team-owner-asked',
  approved: 'team-owner-agreed',
  declined: 'team-owner-declined',
  moving: 'team-moving',
  managed: 'team-managed-already',
  'left-alone': 'team-left-alone',
}

function whyNotFrom(management: Team['management'], move: TeamMove): string {
  if (move === 'take-up') return management === 'managed' ? 'team-managed-already' : 'team-not-left-alone'
  if (move === 'leave-alone' && management === 'left-alone') return 'team-left-alone-already'
  return standing[management]
}

/** Why a move is not possible now, as a code; null = it is. Somebody else's team comes along only when its owner agreed. */
export function whyNot(move: TeamMove, { management, status }: Standing, ownership: Ownership): string | null {
  if (status === 'gone') return 'team-gone'
  if (!moves[management].includes(move)) return whyNotFrom(management, move)
  if (move === 'bring-in' && management === 'found' && ownership === 'outside') return 'owner-must-agree'
  if (move === 'ask-owner' && ownership === 'unknown') return 'owner-unknown'
  if (move === 'ask-owner' && ownership === 'left') return 'owner-cannot-answer'
  return null
}

/** What can be done with a team now. */
export const movesOf = (team: Standing, ownership: Ownership): TeamMove[] =>
  moves[team.management].filter(move => whyNot(move, team, ownership) === null)

type Standing = Pick<Team, 'management' | 'status'>
/**
 * Whoever the organization does not know is somebody else.
 * @param owner `active` of their account, or as an administrator; null = the organization knows neither. An empty address: the
 *   Messenger where the team stands does not say
 */
export function ownershipOf({ email, active }: TeamOwner): Ownership {
  if (active !== null) return active ? 'ours' : 'left'
  return email === '' ? 'unknown' : 'outside'
}

/** What can be done with several teams at once: the steps of `TeamMove`, and those with managed teams. */
export const teamDeeds = [
  ...(['bring-in', 'ask-owner', 'leave-alone', 'take-up', 'withdraw'] as const),
  ...(['suspend', 'activate', 'unmanage'] as const),
] as const
export type TeamDeed = (typeof teamDeeds)[number]

/** The same for a deed. */
export function obstacleTo(
  deed: TeamDeed,
  team: Standing & Pick<Team, 'remoteUrl'>,
  ownership: Ownership,
): string | null {
  if (deed !== 'suspend' && deed !== 'activate' && deed !== 'unmanage') return whyNot(deed, team, ownership)
  if (team.management !== 'managed') return 'team-not-managed'
  if (deed === 'unmanage') return null
  if (team.remoteUrl !== null) return 'team-stands-elsewhere'
  if (deed === 'suspend') return team.status === 'suspended' ? 'team-suspended-already' : null
  return team.status === 'active' ? 'team-active-already' : null
}
