import type { Outcome } from '@/lib/outcome'
import type { Administrator } from './administrator'
import { moveTeam } from './move-team'
import { reasonFault } from './reason'
import { standingOf } from './standing'

/** Remembers that a team stays outside, and why. Faults: those of `moveTeam`, `team-reason-missing`, `team-reason-too-long`. */
export async function leaveTeamAlone(
  organizationId: string,
  by: Administrator,
  { teamId, reason }: { teamId: string; reason: string },
  now = new Date(),
): Promise<Outcome<null>> {
  const fault = reasonFault(reason)
  if (fault) return fault
  const why = reason.trim()
  return moveTeam({ organizationId, by, teamId, now }, 'leave-alone', async () => ({
    to: { management: 'left-alone', managementReason: why },
    event: 'team.left-alone',
    details: { reason: why },
  }))
}

/** A team that was left alone is one to decide about again; what its owner said before stands. Faults: those of `moveTeam`. */
export const takeUpTeam = (
  organizationId: string,
  by: Administrator,
  teamId: string,
  now = new Date(),
): Promise<Outcome<null>> =>
  moveTeam({ organizationId, by, teamId, now }, 'take-up', async tx => ({
    to: await standingOf(tx, teamId),
    event: 'team.taken-up',
    details: {},
  }))
