import { sidText } from '../formats/security-identifier'
import type { DirectoryIdentity } from '../source'
import { bytesOf } from './entry-values'
import { fail } from './faults'
import { anyObject } from './filters'
import type { RootDse } from './root-dse'
import { readBase } from './search'
import type { Session } from './session'

/**
 * Which domain this is. @throws ReadFailure `base-unreadable` when the domain's own entry or its SID cannot be read,
 * `page-malformed` when the SID is none
 */
export async function readIdentity(session: Session, rootDse: RootDse): Promise<DirectoryIdentity> {
  const baseDn = rootDse.defaultNamingContext
  const answer = await readBase(session, baseDn, { filter: anyObject, attributes: ['objectSid'] })
  const sid = answer.kind === 'found' ? bytesOf(answer.entry, 'objectSid')[0] : undefined
  if (!sid) throw fail('base-unreadable', { baseDn })
  return {
    domainSid: domainSid(sid, baseDn),
    defaultNamingContext: baseDn,
    dnsHostName: rootDse.dnsHostName,
    highestCommittedUsn: rootDse.highestCommittedUsn.toString(),
    server: `${session.place.host}:${session.place.port}`,
    address: session.address,
    ...(session.certificateEnds === null ? {} : { certificateEnds: session.certificateEnds }),
  }
}

function domainSid(bytes: Buffer, dn: string): string {
  try {
    return sidText(bytes)
  } catch (error) {
    throw fail('page-malformed', { dn }, error)
  }
}
