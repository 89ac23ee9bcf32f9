import type { Anchor } from '@/lib/directory/anchor'
import { parseDistinguishedName } from '@/lib/directory/distinguished-name'
import type { StagedList } from '@/lib/store/group-facts'
import type { StagedUnit } from '@/lib/store/snapshots'
import { canonicalAddress } from '@/lib/sync/canonical-address'
import type { ReadGroup } from '@/lib/sync/groups/decide-group'
import { isDistributionList } from '@/lib/sync/groups/place-list'
import { placeByUnit, type UnitPlacement } from '@/lib/sync/place-person'
import type { Planning } from './planning'

type Placing = Pick<Planning, 'settings' | 'units' | 'newUnits' | 'verifiedDomains'>

/**
 * The organizational units of this read, as groups. Containers and the domain itself hold people too, and are no
 * organizational units (their naming attribute is not `ou`, MS-ADSC).
 */
export function readUnits(planning: Placing, staged: readonly StagedUnit[]): (ReadGroup & { depth: number })[] {
  const found = new Map(
    staged.flatMap(unit => {
      const name = organizationalUnitName(unit.dn)
      return name === null ? [] : [[unit.anchor, { unit, name }] as const]
    }),
  )
  const included = (anchor: Anchor) => found.has(anchor) && placeUnit(planning, anchor) === 'in'
  return [...found.values()].map(({ unit, name }) => {
    const above = planning.units.ancestry(unit.parent).units.filter(included)
    const fields = { name, address: null, description: null, parent: above[0] ?? null }
    const placement = placeUnit(planning, unit.anchor)
    return { anchor: unit.anchor, kind: 'organizational-group', fields, placement, depth: above.length }
  })
}

const placements: Record<UnitPlacement, ReadGroup['placement']> = {
  in: 'in',
  'not-in-scope': 'out',
  'new-unit-excluded': 'out',
  'new-unit-undecided': 'unclear',
  'unit-unreadable': 'unclear',
}

/** A unit is included where a person in it would be. */
const placeUnit = ({ settings, units, newUnits }: Placing, anchor: Anchor): ReadGroup['placement'] =>
  placements[placeByUnit(units.ancestry(anchor), settings.organizationalUnits, newUnits.isNew)]

function organizationalUnitName(dn: string): string | null {
  const first = parseDistinguishedName(dn)?.[0]?.[0]
  return first?.type.toLowerCase() === 'ou' ? shortened(first.value, longest.name) : null
}

/** The lists of this read, as groups. */
export function readLists(planning: Placing, staged: readonly StagedList[]): ReadGroup[] {
  const { distributionLists } = planning.settings
  const chosen =
    distributionLists.mode === 'chosen'
      ? new Set(distributionLists.lists.map(({ anchor }) => anchor.toLowerCase()))
      : null
  return staged.map(list => {
    const { displayName, cn, mail = null, description = null } = list.values
    const { groupType = null, isCriticalSystemObject = null } = list.values
    const name = shortened(displayName ?? cn ?? list.dn, longest.name)
    const address = mail === null ? null : usableAddress(planning, mail)
    const isChosen = chosen === null || chosen.has(list.anchor)
    const placement = isChosen && isDistributionList({ groupType, mail, isCriticalSystemObject }) ? 'in' : 'out'
    const text = description === null ? null : shortened(description, longest.description)
    const fields = { name, address, description: text, parent: null }
    return { anchor: list.anchor, kind: 'list', fields, placement }
  })
}

/** Characters, as Active Directory's schema bounds displayName and description. */
const longest = { name: 256, description: 1_024 }

/** A value beyond its bound is cut, by whole characters, and never keeps its list out. */
const shortened = (text: string, most: number): string =>
  text.length <= most ? text : `${[...text.slice(0, most)].slice(0, -1).join('')}…`

/** An address counts only in a domain that the organization has shown to be its own. */
function usableAddress({ verifiedDomains }: Placing, mail: string): string | null {
  const address = canonicalAddress(mail)
  return 'key' in address && verifiedDomains.has(address.domain) ? address.key : null
}
