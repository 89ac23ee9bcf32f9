import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOwnersAnswer } from '@/lib/store/team-requests'
import type { TeamChange } from '@/lib/store/teams'

/** How a team stands when a step is taken back: as its owner said, or to be decided about. No step back forgets a no. */
export async function standingOf(
  tx: OrganizationTransaction,
  teamId: string,
): Promise<Pick<TeamChange, 'management' | 'managementReason'>> {
  const said = await readOwnersAnswer(tx, teamId)
  if (!said) return { management: 'found', managementReason: null }
  return said.answer === 'accepted'
    ? { management: 'approved', managementReason: null }
    : { management: 'declined', managementReason: said.reason }
}
