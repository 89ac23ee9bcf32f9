import { EqualityFilter, ExtensibleFilter, type Filter, OrFilter } from 'ldapts'
import { parseDistinguishedName } from '../distinguished-name'
import { bytesOf, textOf } from './entry-values'
import { anyObject, both } from './filters'
import type { Entry } from './message'
import type { RootDse } from './root-dse'
import { readBase, readPages } from './search'
import type { Session } from './session'

/** Groups whose members can change the domain, by the last part of their SID (MS-DTYP 2.4.2.4). */
const ofDomain: Record<number, string> = { 512: 'Domain Admins', 518: 'Schema Admins', 519: 'Enterprise Admins' }
const builtIn: Record<number, string> = {
  544: 'Administrators',
  548: 'Account Operators',
  549: 'Server Operators',
  551: 'Backup Operators',
}
/** LDAP_MATCHING_RULE_TRANSITIVE_EVAL (MS-ADTS 3.1.1.3.4.4.3): nested membership too. */
const transitive = '1.2.840.113556.1.4.1941'

/**
 * The administrators' groups that the signed-in account is a member of, directly, through other groups or as its primary
 * group. None also where the account or the groups cannot be read: this is for advice, not for a decision.
 * @throws ReadFailure
 */
export async function administratorGroups(session: Session, rootDse: RootDse, userId: string): Promise<string[]> {
  const account = await findAccount(session, rootDse, userId)
  const domain = await readBase(session, rootDse.defaultNamingContext, { filter: anyObject, attributes: ['objectSid'] })
  const domainSid = domain.kind === 'found' ? bytesOf(domain.entry, 'objectSid')[0] : undefined
  if (!account || !domainSid) return []
  const known = [...sids(domainSid, ofDomain), ...sids(builtInDomain, builtIn)]
  const filter = both(
    new OrFilter({ filters: known.map(({ sid }) => new EqualityFilter({ attribute: 'objectSid', value: sid })) }),
    new ExtensibleFilter({ matchType: 'member', rule: transitive, value: account.dn }),
  )
  const found = await search(session, rootDse, filter, ['objectSid'])
  const names = known.filter(({ sid }) => found.some(entry => bytesOf(entry, 'objectSid')[0]?.equals(sid)))
  const primary = ofDomain[Number(textOf(account, 'primaryGroupID'))]
  return [...new Set([...(primary ? [primary] : []), ...names.map(({ name }) => name)])]
}

const builtInDomain = Buffer.concat([Buffer.from([1, 1, 0, 0, 0, 0, 0, 5]), Buffer.from([32, 0, 0, 0])])

/** The SIDs of these groups: the domain's, with one part more. */
function sids(domain: Buffer, groups: Record<number, string>): { sid: Buffer; name: string }[] {
  return Object.entries(groups).map(([relative, name]) => {
    const sid = Buffer.concat([domain, Buffer.alloc(4)])
    sid.writeUInt8((domain[1] ?? 0) + 1, 1)
    sid.writeUInt32LE(Number(relative), domain.length)
    return { sid, name }
  })
}

/** By what people may sign in with: a DN, a user principal name, `name@domain` or `DOMAIN\name`. */
async function findAccount(session: Session, rootDse: RootDse, userId: string): Promise<Entry | null> {
  const attributes = ['objectGUID', 'primaryGroupID']
  if (userId.includes('=') && parseDistinguishedName(userId)) {
    const answer = await readBase(session, userId, { filter: anyObject, attributes })
    return answer.kind === 'found' ? answer.entry : null
  }
  const account = userId.includes('\\') ? userId.split('\\').slice(1).join('\\') : (userId.split('@')[0] ?? '')
  const byName = new EqualityFilter({ attribute: 'sAMAccountName', value: account })
  const byPrincipal = new EqualityFilter({ attribute: 'userPrincipalName', value: userId })
  const [principal] = await search(session, rootDse, byPrincipal, attributes)
  if (principal) return principal
  const [named] = await search(session, rootDse, byName, attributes)
  return named ?? null
}

async function search(session: Session, rootDse: RootDse, filter: Filter, attributes: string[]): Promise<Entry[]> {
  const found: Entry[] = []
  const listing = {
    base: rootDse.defaultNamingContext,
    scope: 'sub' as const,
    filter,
    attributes,
    onReference: () => {},
  }
  for await (const entries of readPages(session, listing)) found.push(...entries)
  return found
}
