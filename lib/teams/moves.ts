import type { TeamManagement } from '@/lib/settings/teams'

/** Whose the team's owner is: the organization's, the organization's no longer (nobody can be asked), or somebody else's. */
export type Ownership = 'ours' | 'left' | 'outside'
export type TeamMove = 'ask-owner' | 'withdraw' | 'bring-in' | 'leave-alone' | 'take-up'

const moves: Record<TeamManagement, readonly TeamMove[]> = {
  found: ['ask-owner', 'bring-in', 'leave-alone'],
  'owner-asked': ['withdraw'],
  approved: ['bring-in', 'leave-alone'],
  declined: ['ask-owner', 'leave-alone'],
  moving: [],
  managed: [],
  'left-alone': ['take-up'],
}

/** Why a move is not possible now, as a code; null = it is. Somebody else's team comes along only when its owner agreed. */
export function whyNot(move: TeamMove, management: TeamManagement, ownership: Ownership): string | null {
  if (!moves[management].includes(move)) return 'team-moved-on'
  if (move === 'bring-in' && management === 'found' && ownership === 'outside') return 'owner-must-agree'
  if (move === 'ask-owner' && ownership === 'left') return 'owner-cannot-answer'
  return null
}

/** What can be done with a team now. */
export const movesOf = (management: TeamManagement, ownership: Ownership): TeamMove[] =>
  moves[management].filter(move => whyNot(move, management, ownership) === null)

type Owner = { account: { active: boolean } | null } | null

/** A team without an owner's row has nobody to ask, and nobody whose it is: it counts as somebody else's. */
export const ownershipOf = (owner: Owner): Ownership =>
  owner?.account ? (owner.account.active ? 'ours' : 'left') : 'outside'
