import { EqualityFilter, type Filter, OrFilter, SubstringFilter } from 'ldapts'
import { type Anchor, parseAnchor } from '../anchor'
import { identityAttributes } from '../person-attributes'
import type { DirectoryObject, FoundPerson, FoundUnit } from '../source'
import { anchorOf, isUnit, normalizeDn, parentOf, toObject } from './entry-values'
import { anchorBase, anchorsFilter, anyObject, both, peopleFilter, rootBase } from './filters'
import { judgeReference } from './references'
import { type RootDse, searchBase } from './root-dse'
import { findBase } from './scope-root'
import { readBase, readPages } from './search'
import type { Session } from './session'

/** People told of; whoever searches for more gives more of the name. */
const most = 10
/** Units on the way up; Active Directory's trees are far flatter. */
const deepest = 64

type Search = { text: string; attributes: readonly string[]; baseDn: string | null }

/**
 * People below the search base whom a text names exactly, or else whose name begins with it, each with the units above. The
 * text is a value in the filters, whatever characters it has. @throws ReadFailure
 */
export async function findPeople(session: Session, rootDse: RootDse, search: Search): Promise<FoundPerson[]> {
  const text = search.text.trim()
  if (text === '') return []
  const root = await findBase(session, searchBase(rootDse, search.baseDn))
  const read = async (filter: Filter): Promise<DirectoryObject[]> => {
    const pages = readPages(session, {
      base: rootBase(session, root),
      scope: 'sub',
      filter: both(peopleFilter, filter),
      attributes: [...identityAttributes, ...search.attributes],
      onReference: url => judgeReference(url, root.dn, rootDse),
    })
    // The first page has more than are told of.
    for await (const entries of pages)
      if (entries.length > 0) return entries.slice(0, most).map(entry => toObject(entry, search.attributes))
    return []
  }
  const exact = await read(namedBy(text))
  const objects = exact.length > 0 || parseAnchor(text) !== null ? exact : await read(beginningWith(text))
  const way = wayUp(session, root.anchor)
  const people: FoundPerson[] = []
  for (const object of objects) people.push({ object, above: await way(object.parent) })
  return people
}

/** Attributes that name one person. */
const names = ['mail', 'userPrincipalName', 'sAMAccountName', 'employeeID', 'displayName', 'cn']
const beginnings = ['displayName', 'cn', 'givenName', 'sn', 'sAMAccountName']

function namedBy(text: string): Filter {
  const anchor = parseAnchor(text)
  if (anchor !== null) return anchorsFilter([anchor])
  const filters = names.map(attribute => new EqualityFilter({ attribute, value: text }))
  return new OrFilter({
    filters: [...filters, new EqualityFilter({ attribute: 'proxyAddresses', value: `smtp:${text}` })],
  })
}

const beginningWith = (text: string): Filter =>
  new OrFilter({ filters: beginnings.map(attribute => new SubstringFilter({ attribute, initial: text })) })

/** The units from one up to the search base; remembered, because colleagues stand in the same. */
function wayUp(session: Session, base: Anchor): (unit: Anchor | null) => Promise<FoundUnit[]> {
  const known = new Map<Anchor, (FoundUnit & { parent: Anchor | null }) | null>()
  const read = async (anchor: Anchor) => {
    const answer = await readBase(session, anchorBase(anchor), {
      filter: anyObject,
      attributes: ['objectGUID', 'objectClass', 'parentGUID'],
    })
    if (answer.kind !== 'found' || !isUnit(answer.entry)) return null
    const { entry } = answer
    return { anchor: anchorOf(entry), dn: normalizeDn(entry.dn), parent: parentOf(entry), isBase: anchor === base }
  }
  return async unit => {
    const above: FoundUnit[] = []
    for (let at = unit; at !== null && above.length < deepest; ) {
      const found = known.get(at) ?? (await read(at))
      known.set(at, found)
      if (found === null) break
      const { parent, ...told } = found
      above.push(told)
      at = told.isBase ? null : parent
    }
    return above
  }
}
