import type { Random } from '../random'
import { type PersonAttribute, type PersonProblem, type PersonRecord, personAttributes } from './entry'
import type { PersonName } from './identity'
import { offices } from './structure'
import type { StaffedUnit } from './units'

/** Every how many people something out of the ordinary is found. Together about 3 % have a problem with their address. */
export const rhythm = {
  noMail: 97,
  foreignMail: 97,
  sharedMail: 199,
  disabled: 33,
  expired: 101,
  contract: 50,
  commaName: 13,
}

/** Most people have their own address in the company's domain; a few do not, as in every real directory. */
export function addressOf(
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

/** What an address book says about one person. */
export type Profile = {
  number: number
  name: PersonName
  mail: string | null
  unit: StaffedUnit
  /** null = any of the department's titles. */
  role: string | null
  company: string
}

/** The default mapping's attributes of one person; real people leave some of them empty. */
export function describePerson(random: Random, profile: Profile): PersonRecord['attributes'] {
  const { number, name, mail, unit, role, company } = profile
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
    company,
    employeeID: `E${100_001 + number}`,
  }
  const present: PersonRecord['attributes'] = {}
  for (const attribute of personAttributes) {
    const value = values[attribute]
    if (value !== null && value !== undefined) present[attribute] = value
  }
  return present
}

/** As the directory stores them: every attribute is a list. */
export function listed(attributes: PersonRecord['attributes']): Record<string, readonly string[]> {
  const lists: Record<string, readonly string[]> = {}
  for (const attribute of personAttributes) {
    const value = attributes[attribute]
    if (value !== undefined) lists[attribute] = [value]
  }
  return lists
}
