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

/** Why a move is not possible now, as a code; null = it is. Somebody else's team comes along only when its owner agreed. */
export function whyNot(move: TeamMove, { management, status }: Standing, ownership: Ownership): string | null {
  if (status === 'gone') return 'team-gone'
  if (!moves[management].includes(move)) return 'team-moved-on'
  if (move === 'bring-in' && management === 'found' && ownership === 'outside') return 'owner-must-agree'
  if (move === 'ask-owner' && ownership === 'unknown') return 'owner-unknown'
  if (move === 'ask-owner' && ownership === 'left') return 'owner-cannot-answer'
  return null
}

/** What can be done with a team now. */
export const movesOf = (team: Standing, ownership: Ownership): TeamMove[] =>
  moves[team.management].filter(move => whyNot(move, team, ownership) === null)

type Standing = Pick<Team, 'management' | 'status'>
type Owner = { account: { active: boolean } | null } | null

/** A team without an owner's row has nobody to ask, and nobody whose it is: it counts as somebody else's. */
export function ownershipOf(owner: Owner, { ownerEmail }: Pick<Team, 'ownerEmail'>): Ownership {
  if (owner?.account) return owner.account.active ? 'ours' : 'left'
  return ownerEmail === '' ? 'unknown' : 'outside'
}
