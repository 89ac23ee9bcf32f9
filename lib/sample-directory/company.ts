import type { Anchor } from '@/lib/directory/anchor'
import { addAttributes } from './company/attributes'
import { Draft } from './company/draft'
import { addEmployees } from './company/employees'
import type { Company, CompanyEntry } from './company/entry'
import { frameDomain } from './company/frame'
import { Names } from './company/identity'
import { addLists } from './company/lists'
import { addComputers, addContacts, addGroups } from './company/others'
import { addAccounts } from './company/staff'
import { addDepartments } from './company/units'
import { writeRdn } from './dn'
import { seededRandom } from './random'
import { sampleBaseDn, sampleDomain } from './settings'

export type { Company, CompanyEntry, ListRecord, PersonRecord } from './company/entry'

export type CompanyRequest = {
  /** The same seed and number give the same company, down to every GUID. */
  seed: number
  /** Employees; service accounts, computers and groups come on top. */
  people: number
  baseDn?: string
  domain?: string
  /** The domain controller that answers: another one of the same domain has all its objects under its own numbers. */
  host?: string
}

/** Invents a company's directory: nested departments, people of many languages, and what real directories also hold. */
export function generateCompany(request: CompanyRequest): Company {
  const { seed, people, baseDn = sampleBaseDn, domain = sampleDomain, host = 'dc1' } = request
  const random = seededRandom(seed)
  const draft = new Draft(random)
  const label = domain.split('.')[0] ?? domain
  const names = { company: label.charAt(0).toUpperCase() + label.slice(1), domain }
  const hostName = `${host}.${domain}`
  const part = () => 1_000_000_000 + random.below(3_000_000_000)
  const domainSid = `S-1-5-21-${part()}-${part()}-${part()}`
  const frame = frameDomain(draft, { baseDn, hostName, name: names.company })
  const taken = { logons: new Names(), addresses: new Names() }
  const staffed = addDepartments(draft, frame.company, people)
  const unit = (name: string) => draft.add(frame.company, { objectClass: 'organizationalUnit', name })
  const accounts = addAccounts(draft, { users: frame.users, services: unit('Service Accounts') }, names, taken)
  const employees = addEmployees(draft, staffed, names, taken)
  const everyone = [...accounts, ...employees]
  addComputers(
    draft,
    { workstations: unit('Workstations'), controllers: frame.controllers },
    hostName,
    Math.ceil(people / 20),
  )
  const contacts = unit('Contacts')
  addContacts(draft, contacts)
  const groups = unit('Groups')
  addGroups(draft, { users: frame.users, groups }, everyone)
  addLists(draft, { groups, contacts }, everyone, domain)
  addAttributes(draft, frame.schema)
  return {
    ...{ seed, domain, baseDn, hostName, domainSid, people: everyone },
    netbiosName: label.toUpperCase().slice(0, 15),
    entries: draft.entries,
    ...records(draft.entries),
  }
}

/** What there is beside people, with the names that follow from the places. */
function records(entries: readonly CompanyEntry[]): Pick<Company, 'units' | 'lists' | 'contacts'> {
  const names = new Map<Anchor, string>()
  for (const { anchor, parent, rdn, rootDn } of entries)
    names.set(anchor, rootDn ?? `${writeRdn(rdn)},${parent === null ? '' : names.get(parent)}`)
  const of = (objectClass: CompanyEntry['objectClass']) => entries.filter(entry => entry.objectClass === objectClass)
  const named = ({ anchor, rdn }: CompanyEntry) => ({ anchor, dn: names.get(anchor) ?? '', name: rdn.value })
  return {
    units: of('organizationalUnit').map(named),
    contacts: of('contact').map(named),
    lists: of('group').map(entry => ({
      ...named(entry),
      sAMAccountName: entry.attributes.sAMAccountName?.[0] ?? '',
      rid: entry.rid,
      members: (entry.members ?? []).map(member => names.get(member) ?? ''),
    })),
  }
}
