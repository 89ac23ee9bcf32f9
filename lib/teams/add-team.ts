import { randomUUID } from 'node:crypto'
import { recordAudit } from '@/lib/audit/record'
import { done, type Outcome, refused } from '@/lib/outcome'
import type { TeamSettings } from '@/lib/settings/teams'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { insertTeamMembers, type NewTeamMember, readColleagues } from '@/lib/store/team-members'
import { insertTeams, isNameOfManagedTeam } from '@/lib/store/teams'
import type { Administrator } from './administrator'

export const longestOfTeam = { name: 100, description: 500 }
/** Whoever adds a team, with the address that stands as its owner's. */
export type Owner = Administrator & { email: string }
export type TeamInput = {
  name: string
  description: string
  settings: TeamSettings
  /** Accounts of managed users: they have a seat already, so a new team costs nothing. */
  members: readonly string[]
}

/**
 * Adds a team that the organization manages from the start, with its settings and its members; its owner is who adds it. Faults:
 * `team-name-missing`, `team-name-too-long`, `team-name-taken`, `team-description-too-long`, `team-member-unknown`.
 */
export async function addTeam(
  organizationId: string,
  by: Owner,
  input: TeamInput,
  now = new Date(),
): Promise<Outcome<{ teamId: string }>> {
  const [name, description] = [input.name.trim(), input.description.trim()]
  if (name === '') return refused('team-name-missing', {}, 'name')
  if (name.length > longestOfTeam.name) return refused('team-name-too-long', { most: longestOfTeam.name }, 'name')
  if (description.length > longestOfTeam.description)
    return refused('team-description-too-long', { most: longestOfTeam.description }, 'description')
  return inOrganization(organizationId, async tx => {
    if (await isNameOfManagedTeam(tx, name)) return refused('team-name-taken', { name }, 'name')
    const teamId = randomUUID()
    const members = await membersOf(tx, teamId, by, input.members)
    if (!members) return refused('team-member-unknown', {}, 'members')
    const team = { id: teamId, name, description, ownerEmail: by.email, settings: input.settings }
    await insertTeams(tx, [{ ...team, management: 'managed', createdAt: now }])
    await insertTeamMembers(tx, members)
    await recordAudit(tx, {
      actor: { kind: 'administrator', id: by.id },
      event: 'team.added',
      target: { kind: 'team', id: teamId },
      details: { name, settings: input.settings, members: members.length },
    })
    return done({ teamId })
  })
}

/** The owner, if they have an account of the organization, and who was chosen; null when somebody is not managed any more. */
async function membersOf(
  tx: OrganizationTransaction,
  teamId: string,
  { email }: Owner,
  chosen: readonly string[],
): Promise<NewTeamMember[] | null> {
  const people = await readColleagues(tx, { ids: chosen, email })
  const isOwner = (person: { email: string }) => person.email === email.toLowerCase()
  const others = people.filter(person => !isOwner(person))
  const missing = [...new Set(chosen)].filter(id => !people.some(person => person.accountId === id))
  if (missing.length > 0) return null
  const memberOf = (role: 'owner' | 'member') => (person: (typeof people)[number]) => ({
    ...{ ...person, teamId, id: randomUUID(), emailKey: person.email, role },
  })
  return [...people.filter(isOwner).map(memberOf('owner')), ...others.map(memberOf('member'))]
}
