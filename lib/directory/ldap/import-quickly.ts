import { ReadFailure } from '../read-fault'
import type { DirectoryIdentity, ImportEvent, ImportRequest, QuickRequest } from '../source'
import { untrackedAttribute } from '../tracked-attributes'
import type { FullReadReason, Watermark } from '../watermark'
import { Doubt } from './doubt'
import { readQuickly } from './quick'
import { attributesFor, beginQuickReading } from './quick-reading'
import { namingContextOf, type RootDse } from './root-dse'
import { findScopeRoot } from './scope-root'
import { doubtOf, readServerState, requestFingerprint } from './server-state'
import type { Session } from './session'

type Quickly = {
  session: Session
  rootDse: RootDse
  baseDn: string
  identity: DirectoryIdentity
  request: ImportRequest & { quick: QuickRequest }
}

/**
 * One quick import over a connection that has just been opened. Whatever speaks against trusting it ends it with
 * `full-read-needed`; only the end of the connection itself is a fault. @throws ReadFailure
 */
export async function* importQuickly(quickly: Quickly): AsyncGenerator<ImportEvent> {
  try {
    yield* read(quickly)
  } catch (error) {
    const because = reasonOf(error)
    if (because === null) throw error
    // A connection that is over cannot be read from in full either: that is the fault to tell.
    quickly.session.mustBeSignedIn()
    yield { type: 'full-read-needed', because }
  }
}

function reasonOf(error: unknown): FullReadReason | null {
  if (error instanceof Doubt) return error.because
  return error instanceof ReadFailure ? { code: 'full-quick-read-failed', args: { fault: error.fault.code } } : null
}

async function* read({ session, rootDse, baseDn, identity, request }: Quickly): AsyncGenerator<ImportEvent> {
  const { watermark } = request.quick
  const attribute = untrackedAttribute(attributesFor(request))
  if (attribute !== null) throw new Doubt({ code: 'full-attribute-untracked', args: { attribute } })
  const namingContext = namingContextOf(rootDse, baseDn)
  const fingerprint = requestFingerprint(baseDn, request, session.people)
  const known = { namingContext, domainSid: identity.domainSid, request: fingerprint }
  const doubt = doubtOf(watermark, await readServerState(session, rootDse, known))
  if (doubt) throw new Doubt(doubt)
  yield { type: 'quick', method: watermark.method }
  const reading = await beginQuickReading({ session, rootDse, request, namingContext }, baseDn)
  const dirSync = yield* readQuickly(reading)
  // Still the same server to the same account: what it shows now it has shown all along.
  for (const scope of request.scopes) await findScopeRoot(session, scope, baseDn)
  const next: Watermark = { ...watermark, usn: rootDse.highestCommittedUsn.toString(), dirSync }
  yield { type: 'watermark', watermark: next }
}
