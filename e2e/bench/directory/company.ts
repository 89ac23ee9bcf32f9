import { createHash } from 'node:crypto'

/**
 * DNs are written as OpenLDAP gives them back, so that whoever names somebody names them as they are called: Active
 * Directory makes both of the same.
 */
export const baseDn = 'dc=bench,dc=example'
export const settingsDn = `cn=NTDS Settings,cn=DC1,${baseDn}`
export const deletedObjectsDn = `cn=Deleted Objects,${baseDn}`
/** Two accounts that may read everybody; the second one may also see what was deleted. */
export const readerDn = `cn=reader,${baseDn}`
export const deletedReaderDn = `cn=reader of deleted objects,${baseDn}`
export const password = 'bench'
/** uSNChanged of the first object; every further one has the next number. */
const firstUsn = 10_000

const givenNames =
  'Ada Björn Chiara Dorota Emil Françoise Gustav Halina İpek Jan Karin Lucía Małgorzata Niels Olga Pavel Renée Søren Tomáš Vera'.split(
    ' ',
  )
const surnames =
  'Andersson Bianchi Černý Dąbrowski Eriksen Fischer Gómez Hansen Ibsen Jansen Kowalczyk Lefèvre Moreau Novák Østergård Peeters Rossi Schröder Tanaka Weiß'.split(
    ' ',
  )
const cities = ['København', 'Kraków', 'Lyon', 'Utrecht', 'Genova', 'Göteborg']
const departments = [
  'Sales',
  'Research & Development',
  'Legal, Risk',
  'Support',
  'Finance',
  'Logistics',
  'People',
  'IT',
]
const titles = ['Specialist', 'Engineer', 'Analyst', 'Head of team', 'Technician', 'Assistant']

/** One object of the company, however it is written down. */
export type Item = {
  dn: string
  parent: string | null
  classes: readonly string[]
  /** In the order in which they are written. */
  attributes: Record<string, string | Buffer>
}

export const guidOf = (name: string): Buffer => createHash('md5').update(name).digest()
const unitsOf = () => cities.flatMap(city => departments.map(department => ({ city, department })))

/** uSNChanged of the company's newest object. */
export const lastUsn = (size: number): number => firstUsn + [...frame(), ...system()].length + size - 1

/** A directory with a company of so many people in LDIF (RFC 2849), the same at every call. */
export function* companyLdif(size: number): Generator<string> {
  for (const { item, usn } of companyItems(size)) yield written(item, usn)
  for (const [at, item] of [...system()].reverse().entries()) yield written(item, lastUsn(size) - at)
}

/** The company object by object, units before what is in them. */
export function* companyItems(size: number): Generator<{ item: Item; usn: number }> {
  let usn = firstUsn
  for (const item of frame()) yield { item, usn: usn++ }
  for (let index = 0; index < size; index++) yield { item: person(index), usn: usn++ }
}

/**
 * Changes of so many people, spread over the whole company, in LDIF. Each raises uSNChanged as a domain controller does.
 * @param usn the number of the first one; every further one has the next
 */
export function* changesLdif(size: number, count: number, usn: number): Generator<string> {
  for (let at = 0; at < count; at++) {
    const [dn, number] = [personDn(Math.floor((at * size) / count)), usn + at]
    const phone = `replace: telephoneNumber\ntelephoneNumber: +48 22 ${number}`
    yield `${line('dn', dn)}\nchangetype: modify\n${phone}\n-\nreplace: uSNChanged\nuSNChanged: ${number}\n-\n\n`
  }
}

function* frame(): Generator<Item> {
  const sid = Buffer.from('010400000000000515000000010000000200000003000000', 'hex')
  yield itemOf(baseDn, null, ['domainDNS'], { dc: 'bench', objectSid: sid })
  for (const city of cities) yield unit(city, baseDn)
  for (const { city, department } of unitsOf()) yield unit(department, unitDn(city, baseDn))
}

/** The domain controller's settings, the container of what was deleted, and the accounts that read; no import takes them. */
function* system(): Generator<Item> {
  const server = `cn=DC1,${baseDn}`
  yield itemOf(server, baseDn, ['server'], { cn: 'DC1' })
  yield itemOf(settingsDn, server, ['nTDSDSA'], { cn: 'NTDS Settings', invocationId: guidOf('invocation') })
  yield itemOf(deletedObjectsDn, baseDn, ['deletedObjects'], { cn: 'Deleted Objects', isDeleted: 'TRUE' })
  for (const dn of [readerDn, deletedReaderDn])
    yield itemOf(dn, baseDn, ['person'], { cn: dn.slice(3, dn.indexOf(',')), sn: 'Reader', userPassword: password })
}

const unit = (name: string, parent: string): Item =>
  itemOf(unitDn(name, parent), parent, ['organizationalUnit'], { ou: name })

const unitDn = (name: string, parent: string) => `ou=${escaped(name)},${parent}`

function person(index: number): Item {
  const given = pick(givenNames, index)
  const surname = pick(surnames, Math.floor(index / givenNames.length))
  const { city, department } = pick(unitsOf(), index * 7)
  const account = `p${String(index).padStart(6, '0')}`
  return itemOf(personDn(index), unitOf(index), ['person', 'organizationalPerson', 'user'], {
    objectCategory: 'person',
    cn: commonName(index),
    sn: surname,
    givenName: given,
    displayName: `${given} ${surname}`,
    sAMAccountName: account,
    userPrincipalName: `${account}@bench.example`,
    mail: `${account}@bench.example`,
    department,
    title: pick(titles, index),
    company: `Bench ${city}`,
    telephoneNumber: `+48 12 ${1_000_000 + index}`,
    mobile: `+48 600 ${100_000 + index}`,
    physicalDeliveryOfficeName: `${city}/${index % 40}`,
    employeeID: String(1_000_000 + index),
    userAccountControl: index % 25 === 0 ? '514' : '512',
    accountExpires: index % 3 === 0 ? '0' : '9223372036854775807',
    ...(index % 10 === 0 ? {} : { manager: personDn(index - (index % 10)) }),
  })
}

/** Some names have a comma, as where directories write the surname first. */
function commonName(index: number): string {
  const given = pick(givenNames, index)
  const surname = pick(surnames, Math.floor(index / givenNames.length))
  return index % 30 === 0 ? `${surname}, ${given} ${index}` : `${given} ${surname} ${index}`
}

const personDn = (index: number): string => `cn=${escaped(commonName(index))},${unitOf(index)}`

function unitOf(index: number): string {
  const { city, department } = pick(unitsOf(), index * 7)
  return unitDn(department, unitDn(city, baseDn))
}

function pick<T>(list: readonly T[], index: number): T {
  const picked = list[index % list.length]
  if (picked === undefined) throw new RangeError('Nothing to pick from')
  return picked
}

const escaped = (value: string) => value.replaceAll(',', '\\2C')

const itemOf = (dn: string, parent: string | null, classes: string[], attributes: Item['attributes']): Item => ({
  ...{ dn, parent, classes, attributes },
})

function line(name: string, value: string | Buffer): string {
  const isPlain = typeof value === 'string' && /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)
  return isPlain && !/^[:<]/.test(value) ? `${name}: ${value}` : `${name}:: ${Buffer.from(value).toString('base64')}`
}

function written({ dn, parent, classes, attributes }: Item, usn: number): string {
  const identity = { objectGUID: guidOf(dn), ...(parent === null ? {} : { parentGUID: guidOf(parent) }) }
  const names = ['top', ...classes, 'directoryObject'].map(name => `objectClass: ${name}`)
  const values = Object.entries({ ...identity, ...attributes }).map(([name, value]) => line(name, value))
  return `${[line('dn', dn), ...names, ...values, `uSNChanged: ${usn}`].join('\n')}\n\n`
}
