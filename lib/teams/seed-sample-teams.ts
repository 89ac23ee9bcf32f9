import { randomUUID } from 'node:crypto'
import type { PaidPlan, TeamRole } from '@/lib/settings/teams'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { insertSampleAccounts, type SampleAccount } from '@/lib/store/sample-accounts'
import { insertTeamMembers, type NewTeamMember } from '@/lib/store/team-members'
import { answerTeamRequest, insertTeamRequest } from '@/lib/store/team-requests'
import { insertTeams, type NewTeam } from '@/lib/store/teams'
import { hasTeams } from '@/lib/store/teams-list'
import { daysToAnswer } from './ask-owner'
import { type SampleTeam, sampleBarriers, sampleColleagues, sampleOutsiders, sampleTeams } from './sample-teams'

const day = 86_400_000
type Person = { accountId: string | null; name: string; email: string }

/** What the sample company's Messenger has beside its directory: teams that nobody manages, and people in them. Once. */
export async function seedSampleTeams(tx: OrganizationTransaction, domain: string, now: Date): Promise<void> {
  if (await hasTeams(tx)) return
  const colleagues = sampleColleagues.map((name, at) => colleague(name, at, domain))
  const known = await insertSampleAccounts(tx, colleagues)
  const ours: Person[] = colleagues.flatMap(({ name, email }) => {
    const accountId = known.get(email)
    return accountId ? [{ accountId, name, email }] : []
  })
  const outside: Person[] = sampleOutsiders.map(name => ({
    ...{ accountId: null, name, email: addressOf(name, 'partner.example') },
  }))
  const left = ours.filter((_, at) => (sampleBarriers.deactivated as readonly number[]).includes(at))
  const made = sampleTeams.map((team, at) => teamOf(team, at, { ours, outside, left }, now))
  await insertTeams(
    tx,
    made.map(({ row }) => row),
  )
  await insertTeamMembers(
    tx,
    made.flatMap(({ members }) => members),
  )
  for (const { row } of made) await seedAnswer(tx, row, now)
}

/** What an owner is said to have answered, they were asked. */
async function seedAnswer(
  tx: OrganizationTransaction,
  { id: teamId, management, managementReason }: NewTeam,
  now: Date,
) {
  if (management !== 'approved' && management !== 'declined') return
  const [id, askedAt, answeredAt] = [randomUUID(), new Date(now.getTime() - 9 * day), new Date(now.getTime() - 5 * day)]
  const expiresAt = new Date(askedAt.getTime() + daysToAnswer * day)
  await insertTeamRequest(tx, { id, teamId, message: '', askedBy: randomUUID(), askedAt, expiresAt })
  const answer = management === 'approved' ? 'accepted' : 'declined'
  await answerTeamRequest(tx, id, { answer, reason: managementReason ?? null, answeredAt })
}

const addressOf = (name: string, domain: string): string => `${name.toLowerCase().replaceAll(' ', '.')}@${domain}`

function colleague(name: string, at: number, domain: string): SampleAccount {
  const has = (barrier: keyof typeof sampleBarriers) => (sampleBarriers[barrier] as readonly number[]).includes(at)
  return {
    ...{ id: randomUUID(), name, email: addressOf(name, domain), active: !has('deactivated'), onHold: has('on-hold') },
    ...{ registered: !has('not-registered'), managedElsewhere: has('in-another-organization') ? 'Contoso' : null },
  }
}

type People = { ours: readonly Person[]; outside: readonly Person[]; left: readonly Person[] }

function teamOf(team: SampleTeam, at: number, { ours, outside, left }: People, now: Date) {
  const teamId = randomUUID()
  const others = ours.filter(person => !left.includes(person))
  // Teams begin at different people, and overlap.
  const from = <T>(people: readonly T[], count: number) =>
    Array.from({ length: Math.min(count, people.length) }, (_, step) => people[(at * 3 + step) % people.length] as T)
  const owners = { ours: others, left, outside }[team.owner]
  const owner = owners[at % owners.length] as Person
  const members = [...from(others, team.ours), ...from(outside, team.outside)].filter(person => person !== owner)
  const row: NewTeam = {
    ...{ id: teamId, name: team.name, ownerEmail: owner.email, description: team.description ?? '' },
    ...{ planType: team.planType ?? 'free', paid: team.paid ? paidOf(team.paid, now) : null },
    ...{
      status: team.status ?? 'active',
      management: team.management ?? 'found',
      managementReason: team.reason ?? null,
    },
    lastActiveAt: team.idle === null ? null : new Date(now.getTime() - (team.idle ?? 0) * day),
    createdAt: new Date(now.getTime() - (30 + at * 17) * day),
  }
  return {
    row,
    members: [
      memberOf(teamId, owner, 'owner'),
      ...members.map((person, place) => memberOf(teamId, person, place === 0 ? 'administrator' : 'member')),
    ],
  }
}

const memberOf = (teamId: string, { accountId, name, email }: Person, role: TeamRole): NewTeamMember => ({
  ...{ teamId, id: randomUUID(), accountId, name, email, emailKey: email, role },
})

const paidOf = ({ since, days, amount }: NonNullable<SampleTeam['paid']>, now: Date): PaidPlan => {
  const from = now.getTime() - since * day
  return {
    from: new Date(from).toISOString(),
    until: new Date(from + days * day).toISOString(),
    amount,
    currency: 'USD',
  }
}
