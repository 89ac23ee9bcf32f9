import { primaryGroupAttribute } from '../list-attributes'
import type { DirectoryIdentity, DirectoryTarget, ImportEvent, ImportRequest } from '../source'
import { faultOf } from './faults'
import { readIdentity } from './identity'
import { importQuickly } from './import-quickly'
import { importScope } from './import-scope'
import { type RootDse, readRootDse, searchBase } from './root-dse'
import { readInvocationId } from './server-state'
import { type Circumstances, openSession, type Session } from './session'
import { takeWatermark } from './take-watermark'

/**
 * One import over one connection to one server. Whatever goes wrong becomes the fault of the scopes that it left unread;
 * a scope whose own reading fails does not stop the others while the connection is good.
 */
export async function* importDirectory(
  target: DirectoryTarget,
  request: ImportRequest,
  circumstances: Circumstances,
): AsyncGenerator<ImportEvent> {
  let session: Session | undefined
  try {
    const opened = await open(target, circumstances)
    session = opened.session
    const { quick, part } = request
    const identity = await identify(session, opened.rootDse, part !== undefined)
    yield { type: 'identity', identity }
    if (quick) return yield* importQuickly({ ...opened, identity, request: { ...request, quick } })
    // Taken before the first page: whatever changes from now on is news to the next quick import.
    const watermark = part ? null : await takeWatermark({ ...opened, identity, request })
    let complete = true
    for (const scope of request.scopes.keys())
      for await (const event of readScope(session, opened, request, scope)) {
        if (event.type === 'scope-incomplete') complete = false
        yield event
      }
    if (complete && watermark) yield { type: 'watermark', watermark }
  } catch (error) {
    // Before the first scope everything is common to all of them; scopes themselves do not throw.
    const fault = faultOf(error)
    for (const scope of request.scopes.keys()) yield { type: 'scope-incomplete', scope, fault }
  } finally {
    await session?.close()
  }
}

type Opened = { session: Session; rootDse: RootDse; baseDn: string }

async function open(target: DirectoryTarget, circumstances: Circumstances): Promise<Opened> {
  const session = await openSession(target, circumstances)
  try {
    const rootDse = await readRootDse(session)
    return { session, rootDse, baseDn: searchBase(rootDse, target.connection.baseDn) }
  } catch (error) {
    await session.close()
    throw error
  }
}

/** The identity, and which generation of the database it is where its numbers are compared with those of another import. */
async function identify(session: Session, rootDse: RootDse, withGeneration: boolean): Promise<DirectoryIdentity> {
  const identity = await readIdentity(session, rootDse)
  if (!withGeneration) return identity
  const invocationId = await readInvocationId(session, rootDse.dsServiceName)
  session.mustBeSignedIn()
  return { ...identity, generation: `${rootDse.dsServiceName} ${invocationId ?? '?'}` }
}

async function* readScope(
  session: Session,
  { rootDse, baseDn }: Opened,
  request: ImportRequest,
  index: number,
): AsyncGenerator<ImportEvent> {
  const scope = request.scopes[index]
  if (!scope) return
  try {
    const { lists = false, part = null } = request
    const attributes = lists ? [...request.attributes, primaryGroupAttribute] : request.attributes
    const reading = importScope(session, { scope, index, baseDn, attributes, lists, part, partitions: rootDse })
    for (let step = await reading.next(); ; step = await reading.next()) {
      if (step.done) return yield { type: 'scope-complete', scope: index, proof: step.value }
      yield { type: 'objects', scope: index, block: step.value }
    }
  } catch (error) {
    yield { type: 'scope-incomplete', scope: index, fault: faultOf(error) }
  }
}
