import { isWithin, parseDistinguishedName } from '../distinguished-name'
import { readGeneralizedTime } from '../formats/generalized-time'
import { shortText } from '../values'
import { textOf, textsOf } from './entry-values'
import { fail } from './faults'
import { anyObject } from './filters'
import { readBase } from './search'
import type { Session } from './session'

/** What a domain controller says of itself (MS-ADTS 3.1.1.3.2). */
export type RootDse = {
  defaultNamingContext: string
  namingContexts: string[]
  highestCommittedUsn: bigint
  dnsHostName: string
  /** DN of the server's settings object; empty when the server does not say. */
  dsServiceName: string
  /** The server's clock in milliseconds since 1970; null when it does not say. */
  currentTime: number | null
  /** Whether the server says that it answers page by page (RFC 2696). */
  offersPaging: boolean
}

/** LDAP_CAP_ACTIVE_DIRECTORY_OID (MS-ADTS 3.1.1.3.4.3.1). */
const activeDirectory = '1.2.840.113556.1.4.800'
const attributes = [
  'defaultNamingContext',
  'namingContexts',
  'highestCommittedUSN',
  'dnsHostName',
  'dsServiceName',
  'supportedCapabilities',
  'supportedControl',
  'currentTime',
  'isSynchronized',
] as const

/** RFC 2696. */
const pagedResults = '1.2.840.113556.1.4.319'

/**
 * @throws ReadFailure `not-active-directory` when a server does not speak as a domain controller does, and
 * `server-not-synchronized` while a new one has not got everything from its partners yet (MS-ADTS 3.1.1.3.2.24)
 */
export async function readRootDse(session: Session): Promise<RootDse> {
  const answer = await readBase(session, '', { filter: anyObject, attributes })
  if (answer.kind !== 'found') throw fail('not-active-directory', { host: session.place.host })
  const { entry } = answer
  const defaultNamingContext = textOf(entry, 'defaultNamingContext')
  const usn = textOf(entry, 'highestCommittedUSN')
  const isDomainController = textsOf(entry, 'supportedCapabilities').includes(activeDirectory)
  if (!isDomainController || !parseDistinguishedName(defaultNamingContext)?.length || !/^\d{1,20}$/.test(usn))
    throw fail('not-active-directory', { host: session.place.host })
  if (textOf(entry, 'isSynchronized').toUpperCase() === 'FALSE')
    throw fail('server-not-synchronized', { host: session.place.host })
  return {
    defaultNamingContext,
    namingContexts: textsOf(entry, 'namingContexts').filter(name => parseDistinguishedName(name)),
    highestCommittedUsn: BigInt(usn),
    dnsHostName: shortText(textOf(entry, 'dnsHostName')),
    dsServiceName: textOf(entry, 'dsServiceName'),
    currentTime: readGeneralizedTime(textOf(entry, 'currentTime'))?.getTime() ?? null,
    offersPaging: textsOf(entry, 'supportedControl').includes(pagedResults),
  }
}

/**
 * The search base: the one configured, which must lie inside a naming context of this server, or the default one.
 * @throws ReadFailure `base-outside-naming-contexts`
 */
export function searchBase(rootDse: RootDse, configured: string | null): string {
  if (!configured) return rootDse.defaultNamingContext
  namingContextOf(rootDse, configured)
  return configured
}

/** The innermost naming context that holds this DN. @throws ReadFailure `base-outside-naming-contexts` */
export function namingContextOf(rootDse: RootDse, dn: string): string {
  const holding = parseDistinguishedName(dn) ? rootDse.namingContexts.filter(context => isWithin(dn, context)) : []
  const innermost = holding.sort((one, other) => other.length - one.length)[0]
  if (innermost === undefined)
    throw fail('base-outside-naming-contexts', {
      baseDn: shortText(dn),
      namingContexts: rootDse.namingContexts.slice(0, 5).join('; ') || '?',
    })
  return innermost
}
