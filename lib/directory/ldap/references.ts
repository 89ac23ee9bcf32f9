import { dnKey, isWithin, parentDn, parseDistinguishedName } from '../distinguished-name'
import { shortText } from '../values'
import { fail } from './faults'

/** The naming contexts of the server that answers. */
export type Partitions = { namingContexts: readonly string[] }

/** Partitions of every domain in which Active Directory lets no people exist (MS-ADTS 6.1.1.1, 6.1.5). */
const partitionsWithoutPeople = /^(dc=domaindnszones|dc=forestdnszones|cn=configuration|cn=schema)(,|$)/

/**
 * Decides about a continuation reference (RFC 4511 §4.5.3) of a search below `root`. It may be passed over when it leads
 * out of what is read: to another naming context of this very server or to a partition that holds no people. Any other,
 * such as a child domain, would leave people unread. References are never followed.
 * @throws ReadFailure `referral`
 */
export function judgeReference(url: string, root: string, partitions: Partitions): void {
  const dn = dnOfUrl(url)
  if (dn === null) throw fail('referral', { url: shortText(url) })
  if (!isWithin(dn, root)) return
  const key = dnKey(dn)
  const parent = parentDn(dn)
  const standsAtTop = parent !== null && partitions.namingContexts.some(context => dnKey(context) === dnKey(parent))
  if (partitionsWithoutPeople.test(key) && (standsAtTop || key.startsWith('cn=schema,cn=configuration,'))) return
  const isOtherContext = dnKey(root) !== key && partitions.namingContexts.some(context => dnKey(context) === key)
  if (!isOtherContext) throw fail('referral', { url: shortText(url) })
}

/** The DN inside an LDAP URL (RFC 4516), or null when there is none to read. */
function dnOfUrl(url: string): string | null {
  const match = /^ldaps?:\/\/[^/?]*\/([^?]*)/i.exec(url)
  if (!match?.[1]) return null
  try {
    const dn = decodeURIComponent(match[1])
    return parseDistinguishedName(dn)?.length ? dn : null
  } catch {
    return null
  }
}
