import type { Anchor } from '../anchor'
import { rdnValue } from '../distinguished-name'
import type { DirectoryNode } from '../source'
import { normalizeValues } from '../values'
import { anchorOf, isUnit, parentOf, textOf, textsOf } from './entry-values'
import { anchorBase, peopleFilter, unitsFilter } from './filters'
import type { Entry } from './message'
import { judgeReference, type Partitions } from './references'
import type { ScopeRoot } from './scope-root'
import { type Listing, readPages } from './search'
import type { Session } from './session'

type Unit = { anchor: Anchor; dn: string; parent: Anchor | null; kind: DirectoryNode['kind']; isAdvanced: boolean }

/** Who stands where below a root: every unit, and how many people are directly inside each. */
export type Census = {
  root: Anchor
  units: ReadonlyMap<Anchor, Unit>
  children: ReadonlyMap<Anchor, readonly Anchor[]>
  people: ReadonlyMap<Anchor, number>
  total: number
  /** True when counting stopped before the end. */
  partial: boolean
}

/** Counts units and people below a root in two listings, the people's with nothing but their parent's identity. @throws ReadFailure */
export async function takeCensus(session: Session, root: ScopeRoot, partitions: Partitions): Promise<Census> {
  const listing = (filter: Listing['filter'], attributes: string[]): Listing => ({
    base: anchorBase(root.anchor),
    scope: 'sub',
    filter,
    attributes,
    onReference: url => judgeReference(url, root.dn, partitions),
  })
  const units = new Map<Anchor, Unit>([[root.anchor, unitOf(root.entry)]])
  const unitAttributes = ['objectGUID', 'parentGUID', 'objectClass', 'showInAdvancedViewOnly']
  const unitsEnded = await readUpTo(session, listing(unitsFilter, unitAttributes), entry =>
    units.set(anchorOf(entry), unitOf(entry)),
  )
  const people = new Map<Anchor, number>()
  let total = 0
  const peopleEnded = await readUpTo(session, listing(peopleFilter, ['parentGUID']), entry => {
    const parent = parentOf(entry) ?? root.anchor
    people.set(parent, (people.get(parent) ?? 0) + 1)
    total++
  })
  const partial = !unitsEnded || !peopleEnded
  return { root: root.anchor, units, children: childrenOf(units, root.anchor), people, total, partial }
}

/** The node of a unit as the tree shows it. */
export function nodeOf(census: Census, anchor: Anchor): DirectoryNode | null {
  const unit = census.units.get(anchor)
  if (!unit) return null
  return {
    anchor,
    dn: unit.dn,
    name: displayName(unit.dn),
    kind: unit.kind,
    hasChildren: visibleChildren(census, anchor).length > 0,
    people: census.people.get(anchor) ?? 0,
    // Whoever stands below something that is no unit still counts for the whole.
    peopleBelow: anchor === census.root ? census.total : peopleBelow(census, anchor),
    partial: census.partial,
  }
}

/** The children worth showing, by name: containers that only administrators' tools show stay away unless people are inside. */
export function visibleChildren(census: Census, anchor: Anchor): Anchor[] {
  const children = census.children.get(anchor) ?? []
  const visible = children.filter(child => !census.units.get(child)?.isAdvanced || peopleBelow(census, child) > 0)
  const name = (child: Anchor) => displayName(census.units.get(child)?.dn ?? '')
  return visible.sort((one, other) => name(one).localeCompare(name(other), 'en'))
}

/** The DN's first value, or the domain's DNS name where the DN is a domain. */
function displayName(dn: string): string {
  const isDomain = /^dc=/i.test(dn)
  const text = isDomain ? dn.replace(/,?dc=/gi, '.').slice(1) : rdnValue(dn)
  return normalizeValues(text).values[0] ?? dn
}

function peopleBelow(census: Census, anchor: Anchor): number {
  let sum = 0
  const waiting = [anchor]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    sum += census.people.get(at) ?? 0
    waiting.push(...(census.children.get(at) ?? []))
  }
  return sum
}

function childrenOf(units: ReadonlyMap<Anchor, Unit>, root: Anchor): Map<Anchor, Anchor[]> {
  const children = new Map<Anchor, Anchor[]>()
  for (const { anchor, parent } of units.values()) {
    if (anchor === root || parent === null) continue
    children.set(parent, [...(children.get(parent) ?? []), anchor])
  }
  return children
}

/** @returns false when there was more than the session counts */
async function readUpTo(session: Session, listing: Listing, take: (entry: Entry) => void): Promise<boolean> {
  let counted = 0
  for await (const entries of readPages(session, listing))
    for (const entry of entries) {
      if (counted === session.limits.counted) return false
      counted++
      take(entry)
    }
  return true
}

function unitOf(entry: Entry): Unit {
  const classes = textsOf(entry, 'objectClass').map(name => name.toLowerCase())
  const kind = classes.includes('organizationalunit')
    ? 'organizational-unit'
    : classes.includes('domaindns')
      ? 'domain'
      : 'container'
  const isAdvanced = isUnit(entry) && textOf(entry, 'showInAdvancedViewOnly').toUpperCase() === 'TRUE'
  return { anchor: anchorOf(entry), dn: entry.dn.normalize('NFC'), parent: parentOf(entry), kind, isAdvanced }
}
