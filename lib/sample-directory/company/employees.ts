import type { Anchor } from '@/lib/directory/anchor'
import { accountAttributes, accountFlags, futureExpiry, momentAfter, noExpiry, pastExpiry } from './account'
import { type Draft, fileTime, type Place } from './draft'
import { type PersonAttribute, type PersonProblem, type PersonRecord, personAttributes } from './entry'
import { inventName, Names, type PersonName } from './identity'
import { offices } from './structure'
import type { StaffedUnit } from './units'

export type CompanyNames = { company: string; domain: string }
/** Names and addresses already given away, over the whole company. */
export type Taken = { logons: Names; addresses: Names }

/** Every how many people something out of the ordinary is found. Together about 3 % have a problem with their address. */
const rhythm = { noMail: 97, foreignMail: 97, sharedMail: 199, disabled: 33, expired: 101, contract: 50, commaName: 13 }

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
      const role =
        index === 0 && position === 0
          ? 'Chief Executive Officer'
          : position === 0
            ? `Head of ${unit.department}`
            : isLead
              ? 'Team Lead'
              : null
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
  const attributes = describe(draft, hiring, name, mail)
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
      ...Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, [value]])),
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

/** Most people have their own address in the company's domain; a few do not, as in every real directory. */
function addressOf(
  number: number,
  own: string,
  previous: PersonRecord | undefined,
): { mail: string | null; problem: PersonProblem | null } {
  if (number % rhythm.noMail === 17) return { mail: null, problem: 'mail-missing' }
  if (number % rhythm.foreignMail === 41)
    return { mail: `${own.split('@')[0]}@fabrikam-partners.example`, problem: 'mail-in-foreign-domain' }
  const shared = previous?.problem === null ? previous.attributes.mail : undefined
  if (number % rhythm.sharedMail === 29 && shared) return { mail: shared.toUpperCase(), problem: 'mail-duplicate' }
  return { mail: own, problem: null }
}

const prefixes: Record<string, string> = {
  'Berlin HQ': '+49 30 5550',
  München: '+49 89 5550',
  Zürich: '+41 44 555',
  Kraków: '+48 12 555',
  'London, Moorgate': '+44 20 7946',
  'Paris – La Défense': '+33 1 5550',
  Madrid: '+34 91 555',
  Lisboa: '+351 21 555',
  Göteborg: '+46 31 555',
  İstanbul: '+90 212 555',
  'New York': '+1 212 555',
  'São Paulo': '+55 11 5555',
}

function describe(
  { random }: Draft,
  { unit, role, number, names }: Hiring,
  name: PersonName,
  mail: string | null,
): PersonRecord['attributes'] {
  const office = unit.office ?? random.pick(offices)
  const digits = (count: number) => String(random.below(10 ** count)).padStart(count, '0')
  const values: Partial<Record<PersonAttribute, string | null>> = {
    displayName: name.display,
    givenName: name.given,
    sn: name.family,
    mail,
    department: unit.department,
    title: role ?? (random.chance(0.97) ? random.pick(unit.titles) : null),
    telephoneNumber: random.chance(0.92) ? `${prefixes[office]} ${digits(4)}` : null,
    mobile: random.chance(0.65) ? `+49 151 ${digits(8)}` : null,
    physicalDeliveryOfficeName: random.chance(0.95) ? office : null,
    company: names.company,
    employeeID: `E${100_001 + number}`,
  }
  const present: PersonRecord['attributes'] = {}
  for (const attribute of personAttributes) {
    const value = values[attribute]
    if (value !== null && value !== undefined) present[attribute] = value
  }
  return present
}
