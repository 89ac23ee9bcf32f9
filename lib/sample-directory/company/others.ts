import { accountAttributes, accountFlags, momentAfter, noExpiry } from './account'
import { type Draft, fileTime, type Place } from './draft'
import type { PersonRecord } from './entry'

/** Computers look like users to a careless filter: objectClass includes user, objectCategory does not. */
export function addComputers(
  draft: Draft,
  places: { workstations: Place; controllers: Place },
  host: string,
  count: number,
): void {
  const add = (parent: Place, dns: string, flags: number, primaryGroup: number, system: string) => {
    const name = dns.split('.')[0]?.toUpperCase() ?? ''
    const created = momentAfter(draft.random)
    const account = {
      sAMAccountName: `${name}$`,
      userPrincipalName: null,
      flags,
      accountExpires: noExpiry(draft.random),
      pwdLastSet: fileTime(created),
      primaryGroup,
    }
    draft.add(parent, {
      objectClass: 'computer',
      name,
      rid: draft.nextRid(),
      created,
      attributes: { ...accountAttributes(account), dNSHostName: [dns], operatingSystem: [system] },
    })
  }
  add(places.controllers, host, accountFlags.server | 0x80000, 516, 'Windows Server 2022 Standard')
  const domain = host.split('.').slice(1).join('.')
  for (let number = 1; number <= count; number++)
    add(
      places.workstations,
      `ws-${String(number).padStart(5, '0')}.${domain}`,
      accountFlags.workstation,
      515,
      'Windows 11 Enterprise',
    )
}

/** Contacts are persons without an account: objectCategory person, objectClass without user. */
export function addContacts(draft: Draft, parent: Place): void {
  for (const name of ['Fabrikam Reception', 'Adatum Logistics, Dispatch'])
    draft.add(parent, {
      objectClass: 'contact',
      name,
      attributes: {
        displayName: [name],
        mail: [`${name.toLowerCase().replace(/[^a-z]+/g, '.')}@fabrikam-partners.example`],
      },
    })
}

const globalSecurity = '-2147483646'
const builtInGroups = [
  ['Domain Admins', 512],
  ['Domain Users', 513],
  ['Domain Guests', 514],
  ['Domain Computers', 515],
  ['Domain Controllers', 516],
  ['Schema Admins', 518],
  ['Enterprise Admins', 519],
] as const

/** The domain's own groups, and one group of people for each department. */
export function addGroups(
  draft: Draft,
  places: { users: Place; groups: Place },
  people: readonly PersonRecord[],
): void {
  const administrator = people.find(person => person.sAMAccountName === 'Administrator')
  for (const [name, rid] of builtInGroups)
    draft.add(places.users, {
      objectClass: 'group',
      name,
      rid,
      ...(rid === 512 && administrator ? { members: [administrator.anchor] } : {}),
      attributes: { sAMAccountName: [name], groupType: [globalSecurity], isCriticalSystemObject: ['TRUE'] },
    })
  const departments = Map.groupBy(people, person => person.attributes.department ?? '')
  departments.delete('')
  for (const [department, members] of departments)
    draft.add(places.groups, {
      objectClass: 'group',
      name: `All ${department}`,
      rid: draft.nextRid(),
      members: members.map(person => person.anchor),
      attributes: { sAMAccountName: [logonName(`All ${department}`)], groupType: [globalSecurity] },
    })
}

/** Signs that Active Directory takes in names, but not in logon names (MS-SAMR 3.1.1.8.4). */
const logonName = (name: string) => name.replace(/["/\\[\]:;|=,+*?<>]/g, '')
