import { done, type Outcome, refused } from '@/lib/outcome'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type TeamChange, updateTeam } from '@/lib/store/teams'
import type { Administrator } from './administrator'
import { type TeamMove, whyNot } from './moves'
import { readOwnership } from './ownership'
import { endSpendRequest } from './spend-request'
import { recordOfTeam, withTeam } from './with-team'

type Which = { organizationId: string; by: Administrator; teamId: string; now: Date }
type Moved = { to: TeamChange; event: string; details: Record<string, string> }

/** One step of a team on its way, with what belongs to it. Faults: `team-unknown`, and those of `whyNot`. */
export function moveTeam(
  { organizationId, by, teamId, now }: Which,
  move: TeamMove,
  work: (tx: OrganizationTransaction) => Promise<Moved>,
): Promise<Outcome<null>> {
  return withTeam(organizationId, teamId, async (tx, team) => {
    const barrier = whyNot(move, team, await readOwnership(tx, teamId))
    if (barrier) return refused(barrier)
    const { to, event, details } = await work(tx)
    await updateTeam(tx, teamId, { managementReason: null, ...to, managementAt: now })
    await endSpendRequest(tx, team, 'withdrawn', { by, now })
    await recordOfTeam(tx, { kind: 'administrator', id: by.id }, team, event, details)
    return done(null)
  })
}
