import type { OrganizationTransaction } from '@/lib/store/organization'
import { readTeamOwners } from '@/lib/store/team-members'
import { type Ownership, ownershipOf } from './moves'

/** Whose the owners of these teams are; a team that is not there has nobody whom we know. */
export async function readOwnerships(
  tx: OrganizationTransaction,
  teamIds: readonly string[],
): Promise<(teamId: string) => Ownership> {
  const owners = await readTeamOwners(tx, teamIds)
  return teamId => ownershipOf(owners.get(teamId) ?? { email: '', active: null })
}

export const readOwnership = async (tx: OrganizationTransaction, teamId: string): Promise<Ownership> =>
  (await readOwnerships(tx, [teamId]))(teamId)
