import { rdnValue } from '../distinguished-name'
import { identityAttributes } from '../person-attributes'
import type { DirectoryTarget } from '../source'
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
export async function checkContents(telling: Telling, session: Session, target: DirectoryTarget): Promise<void> {
  const { root, rootDse } = await telling.check('base', async () => {
    const found = await readRootDse(session)
    telling.report.namingContexts = found.namingContexts
    telling.report.baseDn = found.defaultNamingContext
    const base = await findBase(session, searchBase(found, target.connection.baseDn))
    return {
      facts: { baseDn: base.dn, namingContexts: found.namingContexts, dnsHostName: found.dnsHostName },
      value: { root: base, rootDse: found },
    }
  })
  await telling.check('deleted', async () => ({ ...(await seeDeleted(session, rootDse, root)), value: undefined }))
  await telling.check('sample', async () => ({ ...(await readSample(session, rootDse, root)), value: undefined }))
}

async function seeDeleted(session: Session, rootDse: RootDse, root: ScopeRoot): Promise<Finding> {
  if (await seesDeleted(session, namingContextOf(rootDse, root.dn))) return { facts: { visible: 1 } }
  return { facts: { visible: 0 }, warning: { code: 'deleted-not-visible', args: {} } }
}

async function readSample(session: Session, rootDse: RootDse, root: ScopeRoot): Promise<Finding> {
  const census = await takeCensus(session, root, rootDse)
  const people = nodeOf(census, root.anchor)?.peopleBelow ?? 0
  const facts: Finding['facts'] = {
    people,
    units: [...census.units.values()].filter(unit => unit.kind === 'organizational-unit').length,
    atLeast: census.partial ? 1 : 0,
    names: await firstNames(session, rootDse, root),
  }
  if (people > 0) return { facts }
  return { facts, warning: { code: 'base-empty', args: { baseDn: root.dn } } }
}

async function firstNames(session: Session, rootDse: RootDse, root: ScopeRoot): Promise<string[]> {
  const small = { ...session, limits: { ...session.limits, pageSize: 50 } }
  const pages = readPages(small, {
    base: anchorBase(root.anchor),
    scope: 'sub',
    filter: peopleFilter,
    attributes: [...identityAttributes, 'displayName', 'mail'],
    onReference: url => judgeReference(url, root.dn, rootDse),
  })
  for await (const entries of pages) {
    const people = entries.map(entry => toObject(entry, ['displayName', 'mail']))
    // Service accounts stand first in many directories; someone with an address is a better example.
    const best = [
      ...people.filter(({ attributes }) => attributes.mail),
      ...people.filter(({ attributes }) => !attributes.mail),
    ]
    if (best.length > 0)
      return best.slice(0, 3).map(({ attributes, dn }) => attributes.displayName?.[0] ?? rdnValue(dn))
  }
  return []
}
