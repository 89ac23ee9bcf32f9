import type { NetworkPolicy } from '@/lib/network/policy'
import type { DirectorySource, DirectoryTarget, LookUpResult } from '../source'
import { browseUnits, resolveReferences } from './browse'
import { describeAttributes } from './describe-attributes'
import { describeObjects } from './describe-objects'
import type { Addressing } from './filters'
import { findPeople } from './find-people'
import { findUnits } from './find-units'
import { identifyPeople } from './identify'
import { importDirectory } from './import'
import { defaultLimits, type Limits } from './limits'
import { lookUpBatches } from './look-up'
import { probeDirectory } from './probe'
import { namingContextOf, type RootDse, readRootDse, searchBase } from './root-dse'
import { type Circumstances, openSession, type Session } from './session'

export type LdapSourceOptions = {
  policy: NetworkPolicy
  /** Entries per page; Active Directory gives at most 1,000. */
  pageSize?: number
  /** Waiting times in milliseconds, and limits; what is left out has its default. */
  deadlines?: Partial<Limits>
  /** Only for measuring with servers that are no Active Directory; default `guid`. */
  addressing?: Addressing
  /** Which people may be read at most, whatever is asked: a filter (RFC 4515). It narrows every search. */
  people?: string | null
  /** Below which DNs may be read at most, whatever is asked; null = anywhere. Every root of a reading has to stand there. */
  places?: readonly string[] | null
}

/**
 * Reads Active Directory over LDAPS or StartTLS. Every call makes a connection of its own, verifies it, signs in, and closes
 * it. Nothing is ever sent but StartTLS, Bind, WhoAmI, Search and Unbind.
 */
export function createLdapSource(target: DirectoryTarget, options: LdapSourceOptions): DirectorySource {
  const limits: Limits = {
    ...defaultLimits,
    ...(options.pageSize === undefined ? {} : { pageSize: options.pageSize }),
    ...options.deadlines,
  }
  const within = (signal: AbortSignal, milliseconds: number): Circumstances => ({
    policy: options.policy,
    limits,
    signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]),
    addressing: options.addressing ?? 'guid',
    people: options.people ?? null,
    places: options.places ?? null,
  })
  const { baseDn } = target.connection
  return {
    probe: (tell, signal, mapped = []) => probeDirectory(target, { tell, mapped }, within(signal, limits.screen)),
    browse: (parent, signal) =>
      withSession(target, within(signal, limits.screen), (session, rootDse) =>
        browseUnits(session, rootDse, baseDn, parent),
      ),
    findUnits: (text, signal) =>
      withSession(target, within(signal, limits.screen), (session, rootDse) =>
        findUnits(session, rootDse, baseDn, text),
      ),
    resolveUnits: (references, signal) =>
      withSession(target, within(signal, limits.screen), (session, rootDse) =>
        resolveReferences(session, rootDse, baseDn, references),
      ),
    describeObjects: (references, signal) =>
      withSession(target, within(signal, limits.read), (session, rootDse) =>
        describeObjects(session, rootDse, baseDn, references),
      ),
    describeAttributes: (names, signal) =>
      withSession(target, within(signal, limits.screen), session => describeAttributes(session, names)),
    import: request => importDirectory(target, request, within(request.signal, limits.read)),
    find: (text, attributes, signal) =>
      withSession(target, within(signal, limits.screen), (session, rootDse) =>
        findPeople(session, rootDse, { text, attributes, baseDn }),
      ),
    identify: (dns, signal) =>
      withSession(target, within(signal, limits.read), (session, rootDse) => identifyPeople(session, rootDse, dns)),
    lookUp: (anchors, attributes, signal) => lookUp(target, anchors, attributes, within(signal, limits.read)),
  }
}

async function withSession<T>(
  target: DirectoryTarget,
  circumstances: Circumstances,
  work: (session: Session, rootDse: RootDse) => Promise<T>,
): Promise<T> {
  const session = await openSession(target, circumstances)
  try {
    return await work(session, await readRootDse(session))
  } finally {
    await session.close()
  }
}

async function* lookUp(
  target: DirectoryTarget,
  anchors: Parameters<DirectorySource['lookUp']>[0],
  attributes: readonly string[],
  circumstances: Circumstances,
): AsyncGenerator<LookUpResult[]> {
  if (anchors.length === 0) return
  const session = await openSession(target, circumstances)
  try {
    const rootDse = await readRootDse(session)
    const namingContext = namingContextOf(rootDse, searchBase(rootDse, target.connection.baseDn))
    yield* lookUpBatches(session, rootDse, namingContext, anchors, attributes)
  } finally {
    await session.close()
  }
}
