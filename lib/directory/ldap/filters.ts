import {
  AndFilter,
  Control,
  EqualityFilter,
  type Filter,
  FilterParser,
  GreaterThanEqualsFilter,
  LessThanEqualsFilter,
  NotFilter,
  OrFilter,
  PresenceFilter,
} from 'ldapts'
import { type Anchor, anchorToBytes } from '../anchor'
import type { ImportPart } from '../source'

/** Users, not computers, not contacts: the category is what Active Directory keeps an index of. */
export const peopleFilter = FilterParser.parseString('(&(objectCategory=person)(objectClass=user))')

/** Every class below which Active Directory's schema lets people stand. */
export const unitClasses = [
  'organizationalUnit',
  'container',
  'builtinDomain',
  'domainDNS',
  'lostAndFound',
  'organization',
  'locality',
  'country',
] as const

export const unitsFilter = new OrFilter({
  filters: unitClasses.map(value => new EqualityFilter({ attribute: 'objectClass', value })),
})

export const peopleAndUnitsFilter = new OrFilter({ filters: [peopleFilter, ...unitsFilter.filters] })

/** Groups of every kind; whether one is a distribution list is for the mapping to say. */
export const listsFilter = new EqualityFilter({ attribute: 'objectCategory', value: 'group' })

/** What an import reads. */
export const importFilter = (lists: boolean): Filter =>
  lists ? new OrFilter({ filters: [...peopleAndUnitsFilter.filters, listsFilter] }) : peopleAndUnitsFilter

const usn = (attribute: 'uSNCreated' | 'uSNChanged', sign: '>=' | '<=', value: string): Filter =>
  sign === '>=' ? new GreaterThanEqualsFilter({ attribute, value }) : new LessThanEqualsFilter({ attribute, value })

/**
 * Narrows a filter to a part, to which the root always belongs. Active Directory keeps indexes of both numbers (MS-ADA3
 * 2.354 and 2.355, fATTINDEX) and orders them as integers; for the octets of an objectGUID it promises neither order.
 */
export function partFilter(filter: Filter, part: ImportPart, root: Anchor): Filter {
  const clauses =
    part.by === 'changed'
      ? [usn('uSNChanged', '>=', String(BigInt(part.since) + 1n))]
      : [
          ...(part.from === '0' ? [] : [usn('uSNCreated', '>=', part.from)]),
          ...(part.to === null ? [] : [usn('uSNCreated', '<=', part.to)]),
        ]
  if (clauses.length === 0) return filter
  return both(filter, new OrFilter({ filters: [anchorsFilter([root]), new AndFilter({ filters: clauses })] }))
}

/** What becomes of the filter of every search; the base tells the root DSE, which is nobody. */
export type Narrow = (filter: Filter, base: string) => Filter

/**
 * Leaves of people those whom this filter (RFC 4515) matches, and everything that is no person: units, groups, and tombstones,
 * which have no values left to match. Whoever cannot be judged, because a value is not shown, does not match.
 */
export function peopleWithin(text: string | null): Narrow {
  if (text === null) return filter => filter
  const others = [
    new NotFilter({ filter: peopleFilter }),
    new EqualityFilter({ attribute: 'isDeleted', value: 'TRUE' }),
  ]
  const allowed = new OrFilter({ filters: [...others, FilterParser.parseString(text)] })
  return (filter, base) => (base === '' ? filter : both(filter, allowed))
}

export const anyObject = new PresenceFilter({ attribute: 'objectClass' })

/** Identities per search: enough to be quick, and far below every limit on a filter's size. */
export const anchorsPerSearch = 100

/** Matches these identities; a value goes as bytes, never as text in a filter. */
export function anchorsFilter(anchors: readonly Anchor[]): Filter {
  return new OrFilter({
    filters: anchors.map(anchor => new EqualityFilter({ attribute: 'objectGUID', value: anchorToBytes(anchor) })),
  })
}

export const either = (filters: Filter[]): Filter => new OrFilter({ filters })

export const both = (first: Filter, second: Filter): Filter => new AndFilter({ filters: [first, second] })

/** A base that names an entry by identity instead of by place (MS-ADTS 3.1.1.3.1.2.4). */
export const anchorBase = (anchor: Anchor): string => `<GUID=${anchor}>`

/**
 * How the root of what is read is named in searches. `guid`: by its identity, as every reading of Active Directory does;
 * `dn`: by its place, for servers that know no other names. Its identity is compared either way.
 */
export type Addressing = 'guid' | 'dn'

export const rootBase = ({ addressing }: { addressing: Addressing }, root: { anchor: Anchor; dn: string }): string =>
  addressing === 'dn' ? root.dn : anchorBase(root.anchor)

/** LDAP_SERVER_SHOW_DELETED_OID (MS-ADTS 3.1.1.3.4.1.14): tombstones are found too. */
export const showDeleted = (): Control => new Control('1.2.840.113556.1.4.417', { critical: true })
