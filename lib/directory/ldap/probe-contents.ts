import { rdnValue } from '../distinguished-name'
import { identityAttributes } from '../person-attributes'
import type { ReadFault } from '../read-fault'
import type { DirectoryObject } from '../source'
import { nodeOf, takeCensus } from './census'
import { seesDeleted } from './deleted-objects'
import { toObject } from './entry-values'
import { anchorBase, peopleFilter } from './filters'
import type { Finding, Telling } from './probe-telling'
import { judgeReference } from './references'
import { namingContextOf, type RootDse, readRootDse, searchBase } from './root-dse'
import { findBase, type ScopeRoot } from './scope-root'
import { readPages } from './search'
import type { Session } from './session'

/** The last three checks, on a signed-in connection. @throws ReadFailure */
export async function checkContents(
  telling: Telling,
  session: Session,
  { baseDn, mapped }: { baseDn: string | null; mapped: readonly string[] },
): Promise<void> {
  const { root, rootDse } = await telling.check('base', async () => {
    const found = await readRootDse(session)
    telling.report.namingContexts = found.namingContexts
    telling.report.baseDn = found.defaultNamingContext
    const base = await findBase(session, searchBase(found, baseDn))
    return {
      facts: { baseDn: base.dn, namingContexts: found.namingContexts, dnsHostName: found.dnsHostName },
      value: { root: base, rootDse: found },
      warnings: warningsOf(found, Date.now()),
    }
  })
  await telling.check('deleted', async () => ({ ...(await seeDeleted(session, rootDse, root)), value: undefined }))
  await telling.check('sample', async () => ({
    ...(await readSample(session, rootDse, root, mapped)),
    value: undefined,
  }))
}

/** More than this apart, sign-ins and expiry dates would be judged differently here and there (Kerberos allows as much). */
const mostSkew = 5 * 60_000

function warningsOf({ currentTime, offersPaging }: RootDse, now: number): ReadFault[] {
  const skew = currentTime === null ? 0 : currentTime - now
  const args = { minutes: Math.round(Math.abs(skew) / 60_000), ahead: skew > 0 ? 1 : 0 }
  return [
    ...(offersPaging ? [] : [{ code: 'paging-not-offered' as const, args: {} }]),
    ...(Math.abs(skew) > mostSkew ? [{ code: 'clock-skew' as const, args }] : []),
  ]
}

async function seeDeleted(session: Session, rootDse: RootDse, root: ScopeRoot): Promise<Finding> {
  if (await seesDeleted(session, namingContextOf(rootDse, root.dn))) return { facts: { visible: 1 } }
  return { facts: { visible: 0 }, warnings: [{ code: 'deleted-not-visible', args: {} }] }
}

async function readSample(
  session: Session,
  rootDse: RootDse,
  root: ScopeRoot,
  mapped: readonly string[],
): Promise<Finding> {
  const census = await takeCensus(session, root, rootDse)
  const people = nodeOf(census, root.anchor)?.peopleBelow ?? 0
  const first = await firstPeople(session, rootDse, root, [...new Set([...shown, ...mapped])])
  const facts: Finding['facts'] = {
    people,
    units: [...census.units.values()].filter(unit => unit.kind === 'organizational-unit').length,
    atLeast: census.partial ? 1 : 0,
    names: namesOf(first),
  }
  if (people === 0) return { facts, warnings: [{ code: 'base-empty', args: { baseDn: root.dn } }] }
  const unused = unusedAttributes(first, mapped)
  if (unused.length === 0) return { facts }
  return {
    facts,
    warnings: [{ code: 'attributes-unused', args: { people: first.length, attributes: unused.join(', ') } }],
  }
}

/** What somebody is called by in a result. */
const shown = ['displayName', 'mail'] as const
/** So many people are asked for what is mapped. */
const sampled = 500
/** Fewer people than this say nothing about a directory. */
const fewest = 20

function unusedAttributes(people: readonly DirectoryObject[], mapped: readonly string[]): string[] {
  if (people.length < fewest) return []
  return mapped.filter(name => people.every(({ attributes }) => attributes[name] === undefined))
}

/** Service accounts stand first in many directories; someone with an address is a better example. */
function namesOf(people: readonly DirectoryObject[]): string[] {
  const best = [
    ...people.filter(({ attributes }) => attributes.mail),
    ...people.filter(({ attributes }) => !attributes.mail),
  ]
  return best.slice(0, 3).map(({ attributes, dn }) => attributes.displayName?.[0] ?? rdnValue(dn))
}

async function firstPeople(
  session: Session,
  rootDse: RootDse,
  root: ScopeRoot,
  attributes: readonly string[],
): Promise<DirectoryObject[]> {
  const small = { ...session, limits: { ...session.limits, pageSize: Math.min(sampled, session.limits.pageSize) } }
  const pages = readPages(small, {
    base: anchorBase(root.anchor),
    scope: 'sub',
    filter: peopleFilter,
    attributes: [...identityAttributes, ...attributes],
    onReference: url => judgeReference(url, root.dn, rootDse),
  })
  const people: DirectoryObject[] = []
  for await (const entries of pages) {
    people.push(...entries.map(entry => toObject(entry, attributes)))
    if (people.length >= sampled) break
  }
  return people
}
