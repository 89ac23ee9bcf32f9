import { EqualityFilter, OrFilter } from 'ldapts'
import { textOfBytes } from '../binary-values'
import { parseDistinguishedName } from '../distinguished-name'
import { shortText } from '../values'
import { bytesOf, textOf, textsOf } from './entry-values'
import { anyObject } from './filters'
import type { Entry } from './message'
import type { RootDse } from './root-dse'
import { readBase, readPages } from './search'
import type { Session } from './session'

/**
 * Groups whose members can change the domain (MS-DTYP 2.4.2.4): Domain, Schema and Enterprise Admins of any domain, and the
 * built-in Administrators, Account, Server and Backup Operators.
 */
const administrators = /^S-1-5-(?:21-\d+-\d+-\d+-(?:512|518|519)|32-(?:544|548|549|551))$/

/**
 * The administrators' groups that the signed-in account is in, by the names that the directory has for them: directly, through
 * other groups or through its primary one. None also where nothing of it can be read: this is for advice, not for a decision.
 * @throws ReadFailure
 */
export async function administratorGroups(session: Session, rootDse: RootDse, userId: string): Promise<string[]> {
  const held = new Set(await groupsHeld(session, rootDse, userId))
  const names: string[] = []
  for (const sid of held) if (administrators.test(sid)) names.push(await nameOf(session, sid))
  return names.sort()
}

async function nameOf(session: Session, sid: string): Promise<string> {
  const answer = await readBase(session, `<SID=${sid}>`, { filter: anyObject, attributes: ['sAMAccountName'] })
  return (answer.kind === 'found' ? shortText(textOf(answer.entry, 'sAMAccountName')) : '') || sid
}

/** SIDs in text. */
async function groupsHeld(session: Session, rootDse: RootDse, userId: string): Promise<string[]> {
  // What the server itself goes by when it decides about this connection (MS-ADTS 3.1.1.3.2, rootDSE tokenGroups).
  const token = await readBase(session, '', { filter: anyObject, attributes: ['tokenGroups'] })
  const held = token.kind === 'found' ? sidsOf(token.entry, 'tokenGroups') : []
  if (held.length > 0) return held
  const account = await findAccount(session, rootDse, userId)
  if (!account) return []
  const computed = sidsOf(account, 'tokenGroups')
  return computed.length > 0 ? computed : walkGroups(session, account)
}

const sidsOf = (entry: Entry, attribute: string): string[] =>
  bytesOf(entry, attribute).flatMap(bytes => textOfBytes('objectsid', bytes) ?? [])

const accountAttributes = ['objectGUID', 'objectSid', 'tokenGroups', 'memberOf', 'primaryGroupID']

/** By what people may sign in with: a DN, a user principal name, `name@domain` or `DOMAIN\name`. */
async function findAccount(session: Session, rootDse: RootDse, userId: string): Promise<Entry | null> {
  const request = { filter: anyObject, attributes: accountAttributes }
  if (userId.includes('=') && parseDistinguishedName(userId)) {
    const answer = await readBase(session, userId, request)
    return answer.kind === 'found' ? answer.entry : null
  }
  const [name = ''] = userId.includes('\\') ? userId.split('\\').slice(-1) : userId.split('@')
  const known = new OrFilter({
    filters: [
      new EqualityFilter({ attribute: 'userPrincipalName', value: userId }),
      new EqualityFilter({ attribute: 'sAMAccountName', value: name }),
    ],
  })
  const listing = {
    base: rootDse.defaultNamingContext,
    scope: 'sub' as const,
    filter: known,
    attributes: ['objectGUID', 'userPrincipalName'],
    onReference: () => {},
  }
  const found: Entry[] = []
  for await (const entries of readPages(session, listing)) found.push(...entries)
  const isPrincipal = (entry: Entry) => textOf(entry, 'userPrincipalName').toLowerCase() === userId.toLowerCase()
  const account = found.find(isPrincipal) ?? found[0]
  // The groups of an account are computed only where it is asked about alone (MS-ADTS 3.1.1.4.5.19).
  const answer = account ? await readBase(session, account.dn, request) : null
  return answer?.kind === 'found' ? answer.entry : null
}

/** More groups than this are not looked at one by one. */
const mostGroups = 200

/** From group to group, where the server computes nothing. */
async function walkGroups(session: Session, account: Entry): Promise<string[]> {
  const waiting = [...textsOf(account, 'memberOf'), ...primaryGroup(account)]
  const seen = new Set(waiting)
  const sids: string[] = []
  for (let group = waiting.pop(); group !== undefined && seen.size <= mostGroups; group = waiting.pop()) {
    const answer = await readBase(session, group, { filter: anyObject, attributes: ['objectSid', 'memberOf'] })
    if (answer.kind !== 'found') continue
    sids.push(...sidsOf(answer.entry, 'objectSid'))
    for (const next of textsOf(answer.entry, 'memberOf')) {
      if (!seen.has(next)) waiting.push(next)
      seen.add(next)
    }
  }
  return sids
}

/** The primary group stands in no memberOf: it is the account's own SID with another last part. */
function primaryGroup(account: Entry): string[] {
  const [sid] = sidsOf(account, 'objectSid')
  const primary = textOf(account, 'primaryGroupID')
  return sid && /^\d{1,10}$/.test(primary) ? [`<SID=${sid.replace(/\d+$/, primary)}>`] : []
}
