import { adoptTeam } from '@/lib/teams/adopt-team'
import type { Job } from './boss'
import { log } from './log'

/** Carries the adoption of a team on, as far as it goes now. What an error left waiting is due at the next look. */
export async function workOnAdoption(
  { organizationId, id }: Job,
  _owner: string,
  stopping: AbortSignal,
): Promise<void> {
  const over = await adoptTeam({ organizationId, adoptionId: id, stopping })
  log().info({ adoption: id, over }, 'adoption of a team')
}
