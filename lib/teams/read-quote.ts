import { readLicense, seatsOf } from '@/lib/store/licenses'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { type MemberFacts, readMemberFacts } from '@/lib/store/team-adoptions'
import type { Team } from '@/lib/store/teams'
import { type QuotedMember, quoteOf } from './quote'

/** What bringing the team in costs, as of now. */
export async function readQuote(tx: OrganizationTransaction, team: Team, now: Date) {
  const members = await readMemberFacts(tx, team.id)
  const license = await readLicense(tx)
  const { left } = await seatsOf(tx)
  return quoteOf({ team, members: members.map(quoted), license, seatsLeft: left }, now)
}

const quoted = ({ emailKey, external, managed, notReady, billed }: MemberFacts): QuotedMember =>
  external ? { kind: 'external', emailKey, billed } : { kind: 'account', emailKey, managed, notReady }
