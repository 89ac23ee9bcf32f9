import { done, type Outcome, refused } from '@/lib/outcome'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { deleteOwnTeam } from '@/lib/store/own-teams'
import { endBilling } from '@/lib/store/team-adoptions'
import { type Team, updateTeam } from '@/lib/store/teams'
import type { Administrator } from './administrator'
import { reasonFault } from './reason'
import { recordOfTeam, withTeam } from './with-team'

/** Nobody can write in a suspended team; everything stays. Faults: `team-unknown`, `team-not-managed`, `team-stands-elsewhere`, those of `reasonFault`. */
export async function suspendTeam(
  organizationId: string,
  by: Administrator,
  { teamId, reason }: { teamId: string; reason: string },
): Promise<Outcome<null>> {
  const fault = reasonFault(reason)
  if (fault) return fault
  return withManagedTeam(organizationId, teamId, async (tx, team) => {
    if (team.remoteUrl !== null) return refused('team-stands-elsewhere')
    if (team.status === 'suspended') return done(null)
    await updateTeam(tx, teamId, { status: 'suspended', managementReason: reason.trim() })
    await record(tx, by, team, 'team.suspended', { reason: reason.trim() })
    return done(null)
  })
}

/** Everybody in it can write again. Faults: `team-unknown`, `team-not-managed`, `team-stands-elsewhere`. */
export const activateTeam = (organizationId: string, by: Administrator, teamId: string): Promise<Outcome<null>> =>
  withManagedTeam(organizationId, teamId, async (tx, team) => {
    if (team.remoteUrl !== null) return refused('team-stands-elsewhere')
    if (team.status === 'active') return done(null)
    await updateTeam(tx, teamId, { status: 'active', managementReason: null })
    await record(tx, by, team, 'team.activated')
    return done(null)
  })

/**
 * The team is no longer the organization's to manage. Whoever came under management with it stays managed; whoever is outside
 * is no longer paid for, unless in another managed team. A team that another Messenger has no more goes here too. Faults:
 * `team-unknown`, `team-not-managed`, those of `reasonFault`.
 */
export async function unmanageTeam(
  organizationId: string,
  by: Administrator,
  { teamId, reason }: { teamId: string; reason: string },
  now = new Date(),
): Promise<Outcome<null>> {
  const fault = reasonFault(reason)
  if (fault) return fault
  return withManagedTeam(organizationId, teamId, async (tx, team) => {
    await endBilling(tx, teamId)
    if (team.status === 'gone') await deleteOwnTeam(tx, teamId)
    else await updateTeam(tx, teamId, { management: 'found', managementReason: null, managementAt: now })
    await record(tx, by, team, 'team.unmanaged', { reason: reason.trim() })
    return done(null)
  })
}

const withManagedTeam: typeof withTeam = (organizationId, teamId, work) =>
  withTeam(organizationId, teamId, async (tx, team) =>
    team.management === 'managed' ? work(tx, team) : refused('team-not-managed'),
  )

const record = (tx: OrganizationTransaction, by: Administrator, ...what: Recorded) =>
  recordOfTeam(tx, { kind: 'administrator', id: by.id }, ...what)
type Recorded = [team: Team, event: string, details?: Record<string, string>]
