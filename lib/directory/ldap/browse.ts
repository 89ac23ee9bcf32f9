import { type Anchor, parseAnchor } from '../anchor'
import { isWithin, parseDistinguishedName } from '../distinguished-name'
import type { DirectoryNode } from '../source'
import { nodeOf, takeCensus, visibleChildren } from './census'
import { anchorOf, isUnit } from './entry-values'
import { anchorBase, anyObject } from './filters'
import { type RootDse, searchBase } from './root-dse'
import { findBase, findScopeRoot } from './scope-root'
import { readBase } from './search'
import type { Session } from './session'

/** The children of a unit, or the search base itself. @throws ReadFailure */
export async function browseUnits(
  session: Session,
  rootDse: RootDse,
  configuredBase: string | null,
  parent: Anchor | null,
): Promise<DirectoryNode[]> {
  const baseDn = searchBase(rootDse, configuredBase)
  const root = await findScopeRoot(session, { anchor: parent, dn: parent ?? baseDn }, baseDn)
  const census = await takeCensus(session, root, rootDse)
  const shown = parent === null ? [root.anchor] : visibleChildren(census, root.anchor)
  return shown.map(anchor => nodeOf(census, anchor)).filter(node => node !== null)
}

/**
 * The units that DNs or GUIDs name; null for one that does not exist, is no unit, or lies outside the search base.
 * @throws ReadFailure
 */
export async function resolveReferences(
  session: Session,
  rootDse: RootDse,
  configuredBase: string | null,
  references: readonly string[],
): Promise<(DirectoryNode | null)[]> {
  if (references.length === 0) return []
  const baseDn = searchBase(rootDse, configuredBase)
  const root = await findBase(session, baseDn)
  const census = await takeCensus(session, root, rootDse)
  const nodes: (DirectoryNode | null)[] = []
  for (const reference of references) {
    const anchor = await findUnit(session, reference, root.dn)
    nodes.push(anchor === null ? null : nodeOf(census, anchor))
  }
  return nodes
}

async function findUnit(session: Session, reference: string, baseDn: string): Promise<Anchor | null> {
  const anchor = parseAnchor(reference)
  // Whatever stands elsewhere is not asked for: another server would be named as the place to ask.
  if (anchor === null && !(parseDistinguishedName(reference)?.length && isWithin(reference, baseDn))) return null
  const answer = await readBase(session, anchor === null ? reference : anchorBase(anchor), {
    filter: anyObject,
    attributes: ['objectGUID', 'objectClass'],
  })
  if (answer.kind !== 'found' || !isUnit(answer.entry) || !isWithin(answer.entry.dn, baseDn)) return null
  return anchorOf(answer.entry)
}
