import type { DirectoryIdentity, ImportRequest } from '../source'
import type { Watermark } from '../watermark'
import { beginDirSync } from './dirsync'
import { namingContextOf, type RootDse } from './root-dse'
import { readServerState, requestFingerprint } from './server-state'
import type { Session } from './session'

type Place = {
  session: Session
  rootDse: RootDse
  baseDn: string
  identity: DirectoryIdentity
  request: ImportRequest
}

/**
 * The watermark of a full read that is about to begin, with the method that the account's rights allow. A feed of changes is
 * of use only to an account that sees who was deleted: any other sweeps, which proves absence too. So does one that may see
 * some people only, because a feed does not name whoever is none of them any more.
 * @returns null where the server does not say which generation of its database answers
 * @throws ReadFailure when the connection ended
 */
export async function takeWatermark(place: Place): Promise<Watermark | null> {
  const { session, rootDse, baseDn, identity, request } = place
  if (rootDse.dsServiceName === '') return null
  const namingContext = namingContextOf(rootDse, baseDn)
  const known = {
    namingContext,
    domainSid: identity.domainSid,
    request: requestFingerprint(baseDn, request, session.people),
  }
  const { invocationId, usn, seesDeleted, ...state } = await readServerState(session, rootDse, known)
  if (invocationId === null) return null
  const isTold = seesDeleted && session.people === null
  const begun = isTold ? await beginDirSync(session, { namingContext, partitions: rootDse }) : null
  const dirSync = begun && { cookie: begun.cookie.toString('base64'), objectSecurity: begun.objectSecurity }
  const method = dirSync ? 'dirsync' : isTold ? 'usn' : 'sweep'
  return { version: 1, method, ...state, invocationId, usn: usn.toString(), dirSync }
}
