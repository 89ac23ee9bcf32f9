import type { Anchor } from '@/lib/directory/anchor'
import { accountAttributes, accountFlags, futureExpiry, momentAfter, noExpiry, pastExpiry } from './account'
import { type Draft, fileTime, type Place } from './draft'
import type { PersonRecord } from './entry'
import { inventName, Names } from './identity'
import { addressOf, describePerson, listed, rhythm } from './profile'
import type { StaffedUnit } from './units'

export type CompanyNames = { company: string; domain: string }
/** Names and addresses already given away, over the whole company. */
export type Taken = { logons: Names; addresses: Names }

/** Fills the units with people; each unit's first person leads it, every twelfth leads a team. */
export function addEmployees(
  draft: Draft,
  units: readonly StaffedUnit[],
  names: CompanyNames,
  taken: Taken,
): PersonRecord[] {
  const people: PersonRecord[] = []
  const heads: (Anchor | null)[] = []
  for (const [index, unit] of units.entries()) {
    const commonNames = new Names()
    const above = unit.parent === null ? (heads[0] ?? null) : (heads[unit.parent] ?? null)
    let head: Anchor | null = null
    let lead: Anchor | null = null
    for (let position = 0; position < unit.staff; position++) {
      const isLead = position % 12 === 1 && unit.staff > 12
      const manager: Anchor | null = position === 0 ? above : isLead ? head : (lead ?? head)
      const role = position === 0 ? headOf(unit) : isLead ? 'Team Lead' : null
      const person = addEmployee(draft, {
        unit,
        manager,
        role,
        previous: people.at(-1),
        number: people.length,
        names,
        taken,
        commonNames,
      })
      people.push(person)
      if (position === 0) head = person.anchor
      if (isLead) lead = person.anchor
    }
    heads[index] = head ?? above
  }
  return people
}

const headOf = ({ name, first }: StaffedUnit) => (first ? 'Chief Executive Officer' : `Head of ${name}`)

type Hiring = {
  unit: StaffedUnit
  manager: Anchor | null
  role: string | null
  previous: PersonRecord | undefined
  number: number
  names: CompanyNames
  taken: Taken
  commonNames: Names
}

function addEmployee(draft: Draft, hiring: Hiring): PersonRecord {
  const { random } = draft
  const { unit, number, names, taken, previous } = hiring
  const name = inventName(random)
  const local = taken.addresses.unique(`${name.latin.given}.${name.latin.family}`)
  const userPrincipalName = `${local}@${names.domain}`
  const sAMAccountName = taken.logons.unique(`${name.latin.given.charAt(0)}${name.latin.family}`, 20)
  const { mail, problem } = addressOf(number, userPrincipalName, previous)
  if (problem === 'mail-duplicate' && previous) previous.problem = problem
  const enabled = number % rhythm.disabled !== 12
  const expired = number % rhythm.expired === 23
  const attributes = describePerson(random, { number, name, mail, unit, role: hiring.role, company: names.company })
  const accountExpires = expired
    ? pastExpiry(random)
    : number % rhythm.contract === 7
      ? futureExpiry(random)
      : noExpiry(random)
  const created = momentAfter(random)
  const place = draft.add(unit.place, {
    objectClass: 'user',
    name: hiring.commonNames.unique(
      number % rhythm.commaName === 5 ? `${name.family}, ${name.given}` : name.display,
      64,
      ' ',
    ),
    rid: draft.nextRid(),
    created,
    changed: momentAfter(random, created),
    ...(hiring.manager ? { manager: hiring.manager } : {}),
    attributes: {
      ...listed(attributes),
      ...accountAttributes({
        sAMAccountName,
        userPrincipalName,
        flags: accountFlags.normal | (enabled ? 0 : accountFlags.disabled),
        accountExpires,
        pwdLastSet: fileTime(created),
        primaryGroup: 513,
      }),
    },
  })
  return {
    ...record(place, unit.place, hiring.manager, attributes),
    userPrincipalName,
    sAMAccountName,
    enabled,
    expired,
    problem,
  }
}

function record(place: Place, unit: Place, manager: Anchor | null, attributes: PersonRecord['attributes']) {
  return { anchor: place.anchor, dn: place.dn, kind: 'employee' as const, unit: unit.anchor, attributes, manager }
}
