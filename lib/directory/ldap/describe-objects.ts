import { EqualityFilter, type Filter } from 'ldapts'
import { parseAnchor } from '../anchor'
import { dnKey, isWithin, parseDistinguishedName } from '../distinguished-name'
import type { NamedObject } from '../source'
import { anchorOf, normalizeDn, textsOf } from './entry-values'
import { anchorsFilter, anchorsPerSearch, either } from './filters'
import type { Entry } from './message'
import { judgeReference } from './references'
import { namingContextOf, type RootDse, searchBase } from './root-dse'
import { readPages } from './search'
import type { Session } from './session'

/** What stands under DNs and GUIDs in the naming context of the search base. @throws ReadFailure */
export const describeObjects = (
  session: Session,
  rootDse: RootDse,
  configuredBase: string | null,
  references: readonly string[],
): Promise<(NamedObject | null)[]> =>
  describeWithin(session, rootDse, namingContextOf(rootDse, searchBase(rootDse, configuredBase)), references)

/** The same in any naming context of the server. @throws ReadFailure */
export async function describeWithin(
  session: Session,
  rootDse: RootDse,
  context: string,
  references: readonly string[],
): Promise<(NamedObject | null)[]> {
  const found = new Map<string, NamedObject>()
  for (let at = 0; at < references.length; at += anchorsPerSearch) {
    const filters = references.slice(at, at + anchorsPerSearch).flatMap(name => filterFor(name, context) ?? [])
    if (filters.length === 0) continue
    const listing = {
      ...{ base: context, scope: 'sub' as const, filter: either(filters), attributes: ['objectGUID', 'objectClass'] },
      onReference: (url: string) => judgeReference(url, context, rootDse),
    }
    for await (const entries of readPages(session, listing))
      for (const entry of entries) {
        const object = { anchor: anchorOf(entry), dn: normalizeDn(entry.dn), kind: kindOf(entry) }
        found.set(object.anchor, object)
        found.set(dnKey(object.dn), object)
      }
  }
  return references.map(reference => found.get(keyOf(reference)) ?? null)
}

/** A DN elsewhere is not asked for: another server would be named as the place to ask. */
function filterFor(reference: string, context: string): Filter | null {
  const anchor = parseAnchor(reference)
  if (anchor) return anchorsFilter([anchor])
  if (!parseDistinguishedName(reference)?.length || !isWithin(reference, context)) return null
  return new EqualityFilter({ attribute: 'distinguishedName', value: reference })
}

const keyOf = (reference: string): string =>
  parseAnchor(reference) ?? (parseDistinguishedName(reference)?.length ? dnKey(reference) : '')

function kindOf(entry: Entry): NamedObject['kind'] {
  const classes = new Set(textsOf(entry, 'objectClass').map(name => name.toLowerCase()))
  if (classes.has('group')) return 'list'
  if (classes.has('organizationalunit') || classes.has('container') || classes.has('domaindns')) return 'unit'
  return classes.has('user') && !classes.has('computer') ? 'person' : 'other'
}
