import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { TeamStatus } from '@/lib/settings/teams'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { deleteOwnTeam } from '@/lib/store/own-teams'
import { endBilling } from '@/lib/store/team-adoptions'
import { insertTeams, isNameOfManagedTeam, lockTeam, type Team, updateTeam } from '@/lib/store/teams'
import type { Administrator } from './administrator'

const longest = { name: 100, description: 500 }
type Owner = Administrator & { email: string }

/**
 * Adds a team that the organization manages from the start; its owner is who adds it. Faults: `team-name-missing`,
 * `team-name-too-long`, `team-name-taken`, `team-description-too-long`.
 */
export async function addTeam(
  organizationId: string,
  by: Owner,
  input: { name: string; description: string },
  now = new Date(),
): Promise<Outcome<{ teamId: string }>> {
  const [name, description] = [input.name.trim(), input.description.trim()]
  if (name === '') return refused('team-name-missing', {}, 'name')
  if (name.length > longest.name) return refused('team-name-too-long', { most: longest.name }, 'name')
  if (description.length > longest.description)
    return refused('team-description-too-long', { most: longest.description }, 'description')
  return inOrganization(organizationId, async tx => {
    if (await isNameOfManagedTeam(tx, name)) return refused('team-name-taken', { name }, 'name')
    const team = { id: randomUUID(), name, description, ownerEmail: by.email, management: 'managed' as const }
    await insertTeams(tx, [{ ...team, createdAt: now }])
    await record(tx, by, team, 'team.added')
    return done({ teamId: team.id })
  })
}

/** Nobody can write in a suspended team; everything stays. Faults: `team-unknown`, `team-moved-on`, `team-stands-elsewhere`. */
export const changeTeamStatus = (
  organizationId: string,
  by: Administrator,
  { teamId, status }: { teamId: string; status: TeamStatus },
): Promise<Outcome<null>> =>
  withManagedTeam(organizationId, teamId, async (tx, team) => {
    if (team.remoteUrl !== null) return refused('team-stands-elsewhere')
    if (team.status === status) return done(null)
    await updateTeam(tx, teamId, { status })
    await record(tx, by, team, status === 'suspended' ? 'team.suspended' : 'team.activated')
    return done(null)
  })

/**
 * The team is no longer the organization's to manage. Whoever came under management with it stays managed; whoever is outside
 * is no longer paid for, unless in another managed team. A team that another Messenger has no more goes here too. Faults: `team-unknown`, `team-moved-on`.
 */
export const unmanageTeam = (
  organizationId: string,
  by: Administrator,
  teamId: string,
  now = new Date(),
): Promise<Outcome<null>> =>
  withManagedTeam(organizationId, teamId, async (tx, team) => {
    await endBilling(tx, teamId)
    if (team.status === 'gone') await deleteOwnTeam(tx, teamId)
    else await updateTeam(tx, teamId, { management: 'found', managementReason: null, managementAt: now })
    await record(tx, by, team, 'team.unmanaged')
    return done(null)
  })

function withManagedTeam(
  organizationId: string,
  teamId: string,
  work: (tx: OrganizationTransaction, team: Team) => Promise<Outcome<null>>,
): Promise<Outcome<null>> {
  return inOrganization(organizationId, async tx => {
    const team = await lockTeam(tx, teamId)
    if (!team) return refused('team-unknown')
    return team.management === 'managed' ? work(tx, team) : refused('team-moved-on')
  })
}

const record = (
  tx: OrganizationTransaction,
  by: Administrator,
  { id, name }: Pick<Team, 'id' | 'name'>,
  event: string,
) =>
  recordAudit(tx, {
    actor: { kind: 'administrator', id: by.id },
    event,
    target: { kind: 'team', id },
    details: { name },
  })
