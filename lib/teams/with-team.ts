import { recordAudit } from '@/lib/audit/record'
import { type Outcome, refused } from '@/lib/outcome'
import { inOrganization, type OrganizationTransaction } from '@/lib/store/organization'
import { lockTeam, type Team } from '@/lib/store/teams'

/** One piece of work with a team. The team comes first, as everywhere: whoever moves it waits for us. Fault: `team-unknown`. */
export const withTeam = (
  organizationId: string,
  teamId: string,
  work: (tx: OrganizationTransaction, team: Team) => Promise<Outcome<null>>,
): Promise<Outcome<null>> =>
  inOrganization(organizationId, async tx => {
    const team = await lockTeam(tx, teamId)
    return team ? work(tx, team) : refused('team-unknown')
  })

type Actor = Parameters<typeof recordAudit>[1]['actor']

/** What was done with a team, in the record, with the name that it had. */
export const recordOfTeam = (
  tx: OrganizationTransaction,
  actor: Actor,
  { id, name }: Pick<Team, 'id' | 'name'>,
  event: string,
  details: Record<string, string> = {},
): Promise<void> => recordAudit(tx, { actor, event, target: { kind: 'team', id }, details: { name, ...details } })
