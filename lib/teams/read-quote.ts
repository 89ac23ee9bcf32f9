import { readLicense, seatsOf } from '@/lib/store/licenses'
import type { OrganizationTransaction } from '@/lib/store/organization'
import { readOrganization } from '@/lib/store/organizations'
import { type MemberFacts, readMemberFacts } from '@/lib/store/team-adoptions'
import type { Team } from '@/lib/store/teams'
import { type QuotedMember, quoteOf, quotesOf } from './quote'

/** What bringing the team in costs, as of now. */
export async function readQuote(tx: OrganizationTransaction, team: Team, now: Date) {
  return quoteOf({ team, members: await membersOf(tx, team), ...(await termsOf(tx)) }, now)
}

/** What bringing these teams in together costs, one after the other. */
export async function readQuotes(tx: OrganizationTransaction, teams: readonly Team[], now: Date) {
  const quoted: { team: Team; members: QuotedMember[] }[] = []
  for (const team of teams) quoted.push({ team, members: await membersOf(tx, team) })
  return quotesOf(quoted, await termsOf(tx), now)
}

async function termsOf(tx: OrganizationTransaction) {
  const license = await readLicense(tx)
  const { left: seatsLeft } = await seatsOf(tx)
  return { license, seatsLeft, timeZone: (await readOrganization(tx))?.timeZone ?? 'UTC' }
}

const membersOf = async (tx: OrganizationTransaction, { id }: Team): Promise<QuotedMember[]> =>
  (await readMemberFacts(tx, id)).map(quoted)

const quoted = ({ emailKey, external, managed, notReady, billed }: MemberFacts): QuotedMember =>
  external
    ? { kind: 'external', emailKey, billed }
    : { kind: 'account', emailKey, managed, notReady: notReady === 'already-managed' ? null : notReady }
