import { type Outcome, refused } from '@/lib/outcome'
import type { Administrator } from './administrator'
import { moveTeam } from './move-team'

const reasonLength = { least: 3, most: 500 }

/** Remembers that a team stays outside, and why. Faults: those of `moveTeam`, `team-reason-missing`, `team-reason-too-long`. */
export async function leaveTeamAlone(
  organizationId: string,
  by: Administrator,
  { teamId, reason }: { teamId: string; reason: string },
  now = new Date(),
): Promise<Outcome<null>> {
  const why = reason.trim()
  if (why.length < reasonLength.least) return refused('team-reason-missing', {}, 'reason')
  if (why.length > reasonLength.most) return refused('team-reason-too-long', { most: reasonLength.most }, 'reason')
  return moveTeam({ organizationId, by, teamId, now }, 'leave-alone', async () => ({
    to: { management: 'left-alone', managementReason: why },
    event: 'team.left-alone',
    details: { reason: why },
  }))
}

/** A team that was left alone is one to decide about again. Faults: those of `moveTeam`. */
export const takeUpTeam = (
  organizationId: string,
  by: Administrator,
  teamId: string,
  now = new Date(),
): Promise<Outcome<null>> =>
  moveTeam({ organizationId, by, teamId, now }, 'take-up', async () => ({
    to: { management: 'found' },
    event: 'team.taken-up',
    details: {},
  }))
